import type { WebhookIssue } from "@flaghook/core";
import type { StoredDelivery } from "@flaghook/core/inbox";
import { compress, compressNow, decompress, sha256 } from "../runtime/node-builtins.ts";
import type { DeadReason } from "./state.ts";

/** Why a schema refused a delivery. Neither part holds a value of the payload. */
export interface Mismatch {
  readonly message: string;
  readonly issues: readonly WebhookIssue[];
}

/** A delivery as a store keeps it: enough to make its event again, and its slots in dedupe. */
export interface Entry {
  readonly provider: string;
  /** The endpoint or tenant; empty for none. */
  readonly scope: string;
  readonly name: string | undefined;
  readonly dedupeKey: string;
  readonly unsignedId: string | undefined;
  /**
   * The event's name, if the signature does not cover it. Names that the provider does not list are
   * all empty here.
   */
  readonly unsignedName: string | undefined;
  readonly secretIndex: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Whether equal bytes can be a new occurrence. */
  readonly isRepeatable: boolean;
  /** Set when it must not be handled: the store writes it as dead, with this reason. */
  readonly storedDead: DeadReason | undefined;
  /** What the schema of its day said of it, for one that came as a `schema-mismatch`. */
  readonly mismatch: Mismatch | undefined;
  /** Whether equal signed bytes had come under another unsigned id. */
  readonly replay: boolean;
  /** Span that accepted it, as a W3C traceparent. */
  readonly traceparent: string | undefined;
  /**
   * SHA-256, hex, of what tells it from other deliveries: provider, scope, dedupe key and unsigned
   * name. A new occurrence of a repeatable event has a slot of its own.
   */
  readonly slot: string;
  /** The same with the unsigned id: the slot beside a first delivery. Absent without an id. */
  readonly ownSlot: string | undefined;
  /**
   * Set on a replay that is kept aside: the slot of its first delivery, which has the body of both.
   */
  readonly firstSlot: string | undefined;
  readonly isGzip: boolean;
  /** Length of the body as it came, before compression. */
  readonly bodyBytes: number;
  readonly body: Uint8Array;
}

/** What `accept` knows beside the delivery. */
export interface EntryContext {
  /** Empty for none. */
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly mismatch: Mismatch | undefined;
  readonly traceparent: string | undefined;
  /** Whether to compress without waiting for another thread. Default false. */
  readonly isInMemory?: boolean;
}

/** Compressing smaller bodies costs more than it saves. */
const GZIP_OVER_BYTES = 4096;

/** Makes the entry of a verified delivery. Nobody else may write to its bytes. */
export async function createEntry(
  stored: StoredDelivery,
  { scope, now, mismatch, traceparent, isInMemory = false }: EntryContext,
): Promise<Entry> {
  const { provider, name, dedupeKey, dedupe, unsignedId, unsignedName, secretIndex, headers } = stored;
  const place = [provider, scope, dedupeKey, unsignedName ?? ""];
  // Any bytes can be sent under an unsigned name that repeats, and a schema does not read: those
  // without an id would fill the store.
  const isMadeUp = mismatch !== undefined && unsignedName !== undefined && unsignedId === undefined;
  const isRepeatable = dedupe.repeatable && !isMadeUp;
  const isOccurrence = isNewOccurrence({ isRepeatable, unsignedId });
  return {
    provider,
    scope,
    name,
    dedupeKey,
    unsignedId,
    unsignedName,
    secretIndex,
    headers,
    receivedAt: now,
    isRepeatable,
    storedDead: mismatch === undefined ? undefined : "schema-mismatch",
    mismatch,
    replay: false,
    traceparent,
    slot: isOccurrence ? slotOf(...place, "", crypto.randomUUID()) : slotOf(...place),
    ownSlot: unsignedId === undefined ? undefined : slotOf(...place, unsignedId),
    firstSlot: undefined,
    ...(await pack(stored.body, isInMemory)),
  };
}

/** Whether nothing tells it from equal deliveries: such a one is always a new occurrence. */
export function isNewOccurrence({
  isRepeatable,
  unsignedId,
}: Pick<Entry, "isRepeatable" | "unsignedId">): boolean {
  return isRepeatable && unsignedId === undefined;
}

/**
 * The raw bytes again. Rejects when what was stored is broken: it inflates no further than the body
 * that came, since a few kilobytes could otherwise fill the memory.
 */
export async function bodyOf({
  body,
  isGzip,
  bodyBytes,
}: Pick<Entry, "body" | "isGzip" | "bodyBytes">): Promise<Uint8Array> {
  const bytes = isGzip ? await decompress(body, bodyBytes).catch(() => undefined) : body;
  if (bytes?.byteLength !== bodyBytes) throw new Error("the stored body is not the one that came.");
  return bytes;
}

/**
 * A name without collisions: JSON keeps the parts apart, and a hash has no characters that a store
 * could refuse.
 */
export function slotOf(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}

async function pack(
  body: Uint8Array,
  isInMemory: boolean,
): Promise<Pick<Entry, "body" | "isGzip" | "bodyBytes">> {
  const bodyBytes = body.byteLength;
  if (bodyBytes > GZIP_OVER_BYTES) {
    const smaller = isInMemory ? compressNow(body) : await compress(body);
    if (smaller.byteLength < bodyBytes) return { body: new Uint8Array(smaller), isGzip: true, bodyBytes };
  }
  return { body, isGzip: false, bodyBytes };
}
