import type { StoredDelivery } from "@flaghook/core/inbox";
import { compress, decompress, sha256 } from "../runtime/node-builtins.ts";
import type { DeadReason } from "./store.ts";

/** A delivery as a store keeps it: everything needed to make its event again, and its places in dedupe. */
export interface Entry {
  readonly provider: string;
  readonly scope: string;
  readonly name: string | undefined;
  readonly dedupeKey: string;
  readonly unsignedId: string | undefined;
  readonly secretIndex: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Whether equal bytes can be a new occurrence. */
  readonly repeatable: boolean;
  /** Set for a repeatable event without an unsigned id: equal bytes within this many milliseconds of accept are one. */
  readonly occurrenceWindow: number | undefined;
  /** Set when it must not be handled: it is stored dead. */
  readonly held: DeadReason | undefined;
  /** Whether equal signed bytes had come before under another unsigned id, and were not dead. */
  readonly replay: boolean;
  /** Span that accepted it, as a W3C traceparent. */
  readonly traceparent: string | undefined;
  /** SHA-256 of (provider, scope, dedupeKey), hex: the place of the first delivery. */
  readonly slot: string;
  /** The same with the unsigned id: the place beside a first one. Absent without one. */
  readonly ownSlot: string | undefined;
  readonly isGzip: boolean;
  readonly body: Uint8Array;
}

/** Smaller bodies cost more to compress than to keep. */
const GZIP_OVER_BYTES = 4096;

/** @param scope Empty for none. */
export async function toEntry(
  stored: StoredDelivery,
  { scope, now, isMismatch, traceparent }: EntryContext,
): Promise<Entry> {
  const { provider, name, dedupeKey, dedupe, unsignedId, secretIndex, headers } = stored;
  const isOccurrence = dedupe.repeatable && unsignedId === undefined;
  return {
    provider,
    scope,
    name,
    dedupeKey,
    unsignedId,
    secretIndex,
    headers,
    receivedAt: now,
    repeatable: dedupe.repeatable,
    occurrenceWindow: isOccurrence ? (dedupe.windowSeconds ?? 0) * 1000 : undefined,
    held: isMismatch ? "schema-mismatch" : undefined,
    replay: false,
    traceparent,
    slot: slotOf(provider, scope, dedupeKey),
    ownSlot: unsignedId === undefined ? undefined : slotOf(provider, scope, dedupeKey, unsignedId),
    ...(await pack(stored.body)),
  };
}

/** What `accept` knows beside the delivery. */
export interface EntryContext {
  readonly scope: string;
  readonly now: number;
  readonly isMismatch: boolean;
  readonly traceparent: string | undefined;
}

/** The raw bytes again. Rejects when what was stored is broken. */
export async function bodyOf(entry: Pick<Entry, "body" | "isGzip">): Promise<Uint8Array> {
  return entry.isGzip ? decompress(entry.body) : entry.body;
}

/** Collision-free name of a place: JSON keeps the parts apart, and a hash has no characters that a store could refuse. */
export function slotOf(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}

async function pack(body: Uint8Array): Promise<{ readonly body: Uint8Array; readonly isGzip: boolean }> {
  if (body.byteLength > GZIP_OVER_BYTES) {
    const smaller = await compress(body);
    if (smaller.byteLength < body.byteLength) return { body: new Uint8Array(smaller), isGzip: true };
  }
  // Copies: the caller may reuse its buffer, and a view of a pool would be sent to another thread with the whole pool.
  return { body: new Uint8Array(body), isGzip: false };
}
