import {
  anything,
  assert,
  boolean,
  constantFrom,
  dictionary,
  integer,
  option,
  property,
  record,
  string,
} from "fast-check";
import { expect, it } from "vitest";
import { decodeFields, encodeFields, entryOf, fieldsOf } from "../../src/store/entry-codec.ts";
import type { Entry } from "../../src/store/stored-entry.ts";

const text = string({ unit: "binary" });
const optional = option(text, { nil: undefined });
const entries = record({
  provider: text,
  scope: text,
  name: optional,
  dedupeKey: text,
  unsignedId: optional,
  unsignedName: optional,
  secretIndex: integer(),
  headers: dictionary(text, text),
  receivedAt: integer(),
  isRepeatable: boolean(),
  storedDead: constantFrom("replay" as const, "schema-mismatch" as const, undefined),
  mismatch: constantFrom(undefined, { message: "created.number: expected string", issues: [] }),
  replay: boolean(),
  traceparent: optional,
  slot: text,
  ownSlot: optional,
  firstSlot: optional,
  isGzip: boolean(),
  bodyBytes: integer(),
  body: constantFrom(new Uint8Array([1, 2, 3])),
});

it("reads back what it wrote, whatever the provider sent, as text and as JSON", () => {
  assert(
    property(entries, (entry: Entry) => {
      const { body, ownSlot: _ownSlot, ...fields } = entry;
      const expected = { ...fields, headers: { ...fields.headers } };
      expect({ ...decodeFields(encodeFields(entry)) }).toEqual(expected);
      expect({ ...decodeFields(JSON.parse(JSON.stringify(fieldsOf(entry)))) }).toEqual(expected);
      expect(decodeFields(encodeFields(entry))).not.toHaveProperty("body", body);
    }),
  );
});

it("gives a worker an entry that is no longer dead", () => {
  const body = new Uint8Array([1]);
  const fields = { slot: "slot", storedDead: "replay" } as ReturnType<typeof fieldsOf>;
  expect(entryOf(fields, body)).toEqual({ slot: "slot", storedDead: undefined, ownSlot: undefined, body });
});

const whole = {
  provider: "orders",
  scope: "",
  dedupeKey: "key",
  secretIndex: 0,
  headers: {},
  receivedAt: 0,
  isRepeatable: false,
  replay: false,
  slot: "slot",
  isGzip: false,
  bodyBytes: 0,
};

it.each(Object.keys(whole))(
  "calls a record damaged that has lost its %s, or has it in another form",
  (field) => {
    expect(decodeFields(whole)).toBeDefined();
    const { [field as keyof typeof whole]: _lost, ...rest } = whole;
    expect(decodeFields(rest)).toBeUndefined();
    expect(decodeFields({ ...whole, [field]: null })).toBeUndefined();
    expect(decodeFields({ ...whole, [field]: undefined })).toBeUndefined();
    expect(decodeFields({ ...whole, [field]: Symbol("another") })).toBeUndefined();
  },
);

it.each(["", "{", "null", "7", "[]", undefined, null, 7])("calls %j damaged", (stored) => {
  expect(decodeFields(stored)).toBeUndefined();
});

it("never throws, whatever is stored", () => {
  assert(property(anything(), (stored) => void decodeFields(stored)));
});
