import type { Entry } from "./stored-entry.ts";

/** What a store keeps of a delivery beside its body. */
export type EntryFields = Omit<Entry, "body" | "ownSlot">;

type Kind = "string" | "number" | "boolean" | "object";

/** Every field and the kind of its value, `?` where it may be absent. The one list of them. */
const KINDS: Readonly<Record<keyof EntryFields, Kind | `${Kind}?`>> = {
  provider: "string",
  scope: "string",
  name: "string?",
  dedupeKey: "string",
  unsignedId: "string?",
  unsignedName: "string?",
  secretIndex: "number",
  headers: "object",
  receivedAt: "number",
  isRepeatable: "boolean",
  storedDead: "string?",
  mismatch: "object?",
  replay: "boolean",
  traceparent: "string?",
  slot: "string",
  firstSlot: "string?",
  isGzip: "boolean",
  bodyBytes: "number",
};

/** The fields of an entry, which JSON can hold. */
export function fieldsOf(entry: Entry | EntryFields): EntryFields {
  const { body: _body, ownSlot: _ownSlot, ...fields } = entry as Entry; // either may be absent
  return fields;
}

/**
 * The fields of an entry as JSON text: it escapes what a database's text would cut short, a NUL.
 */
export function encodeFields(entry: Entry | EntryFields): string {
  return JSON.stringify(fieldsOf(entry));
}

/**
 * Reads back what `encodeFields` wrote, or what `fieldsOf` gave. `undefined` when it is damaged:
 * then it is never quoted, since it may hold what a provider sent.
 */
export function decodeFields(stored: unknown): EntryFields | undefined {
  const value = typeof stored === "string" ? parse(stored) : stored;
  if (typeof value !== "object" || value === null) return undefined;
  const read = value as Record<string, unknown>;
  const fields = Object.entries(KINDS).map(([name, kind]) => ({ name, kind, value: read[name] }));
  if (!fields.every(isOfKind)) return undefined;
  return Object.fromEntries(fields.map(({ name, value: own }) => [name, own])) as unknown as EntryFields;
}

/**
 * The fields of a deleted delivery: they say whose slot it was, so that duplicates are still
 * recognised.
 */
export function withoutContent(fields: EntryFields): EntryFields {
  const { provider, slot, unsignedId, isRepeatable, receivedAt } = fields;
  return {
    provider,
    scope: "",
    name: undefined,
    dedupeKey: "",
    unsignedId,
    unsignedName: undefined,
    secretIndex: 0,
    headers: {},
    receivedAt,
    isRepeatable,
    storedDead: undefined,
    mismatch: undefined,
    replay: false,
    traceparent: undefined,
    slot,
    firstSlot: undefined,
    isGzip: false,
    bodyBytes: 0,
  };
}

/** The entry as a worker is given it. Whatever it was stored as, it is no longer dead. */
export function entryOf(fields: EntryFields, body: Uint8Array): Entry {
  return { ...fields, storedDead: undefined, ownSlot: undefined, body };
}

function isOfKind({ kind, value }: { readonly kind: string; readonly value: unknown }): boolean {
  if (value === undefined) return kind.endsWith("?");
  return value !== null && typeof value === kind.replace("?", "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
