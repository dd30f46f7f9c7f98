import { WebhookError, type Provider, type WebhookIssue } from "@flaghook/core";
import { parseStored } from "@flaghook/core/inbox";
import type { InboxRow } from "../store/inbox-row.ts";
import type { StoredRow } from "../store/store.ts";
import { bodyOf, type Entry } from "../store/stored-entry.ts";

/** A delivery as `get` shows it. It holds what the provider sent: log it with care. */
export interface InboxRowDetails extends InboxRow {
  /**
   * The payload of the event; where this process does not handle the provider, or its schema
   * refuses it, the body read as JSON. `undefined` when it cannot be read, or is gone: on SQLite a
   * done one's body is.
   */
  readonly payload: unknown;
  /** The raw bytes. `undefined` when they are damaged or gone. */
  readonly body: Uint8Array | undefined;
  /**
   * Where the payload of a dead `schema-mismatch` breaks the schema: that of this process where it
   * handles the provider, else that of the process which accepted it.
   */
  readonly issues: readonly WebhookIssue[] | undefined;
  /** When a pending one may start, which can be in the past; `undefined` in other states. */
  readonly nextAttemptAt: Date | undefined;
}

/** @param provider Where this process handles it: its schema of today reads the event. */
export async function readDetails(
  { row, entry, nextAttemptAt }: StoredRow,
  provider: Provider | undefined,
): Promise<InboxRowDetails> {
  const body = entry && (await bodyOf(entry).catch(() => undefined));
  const read = entry && body && readPayload(entry, body, provider);
  const isMismatch = row.reason === "schema-mismatch";
  return {
    ...row,
    payload: read?.payload,
    body,
    issues: isMismatch ? (read?.issues ?? entry?.mismatch?.issues) : undefined,
    nextAttemptAt: nextAttemptAt === undefined ? undefined : new Date(nextAttemptAt),
  };
}

function readPayload(
  entry: Entry,
  body: Uint8Array,
  provider: Provider | undefined,
): { readonly payload: unknown; readonly issues?: readonly WebhookIssue[] | undefined } {
  if (provider === undefined) return { payload: readJson(body) };
  try {
    return { payload: parseStored(provider, { ...entry, body }).payload };
  } catch (error) {
    if (!WebhookError.is(error) || error.code !== "schema-mismatch") return { payload: readJson(body) };
    return { payload: error.payload, issues: error.issues };
  }
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
