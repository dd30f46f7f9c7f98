import { defineProvider, type ProviderDefinition, type SignatureScheme } from "@flaghook/core";
import { expect, test } from "vitest";
import { providerPartsOf, signaturePartsOf } from "../src/parts.ts";

const header = "x-acme-signature";
const bare: SignatureScheme = { header, algorithm: "sha256", encoding: "hex" };
const pair: SignatureScheme = {
  ...bare,
  separator: ", ",
  timestamp: { entry: "t=" },
  signs: ["timestamp", "body"],
};
const definition: ProviderDefinition = { id: "acme", scheme: bare, eventName: { field: "type" }, events: {} };

/** What provider.ts passes for a definition. */
function argumentOf(changes: Partial<ProviderDefinition>, hasSchemeParts = false): string {
  const changed = { ...definition, ...changes };
  return providerPartsOf(changed, defineProvider(changed), hasSchemeParts).argument;
}

test("two entries with a time have parts of their own", () => {
  const parts = signaturePartsOf({ ...defineProvider(definition), schemes: [pair] }, true);
  expect(parts).toEqual({
    imports: ["hex", "signaturePair", "timeInEntry"],
    argument: ", { hex, signatures: signaturePair, timestamp: timeInEntry }",
  });
});

test("a token needs no part", () => {
  const schemes = [bare, { kind: "token", header: "x-acme-token" }] as const;
  expect(signaturePartsOf({ ...defineProvider(definition), schemes }, true).argument).toBe(
    ", { hex, signatures: oneSignature }",
  );
});

test("schemes that read the same thing in two ways get every part", () => {
  expect(signaturePartsOf({ ...defineProvider(definition), schemes: [bare, pair] }, true)).toEqual({
    imports: ["everyPart"],
    argument: ", { ...everyPart }",
  });
});

test.each<{ name: string; changes: Partial<ProviderDefinition>; argument: string }>([
  { name: "bare events", changes: { events: { ping: () => true } }, argument: "" },
  {
    name: "an event that lists actions",
    changes: { events: { ping: { validator: () => true, actions: ["sent"] } } },
    argument: ", { actions: listedActions }",
  },
  {
    name: "an event that has no action",
    changes: { events: { ping: { validator: () => true, actions: [] } } },
    argument: ", { actions: listedActions }",
  },
  {
    name: "actions of an event that is looked up",
    changes: {
      events: Object.assign(() => ({ validator: () => true, actions: ["sent"] }), { names: ["ping"] }),
    },
    argument: ", { actions: listedActions }",
  },
  {
    name: "extra fields",
    changes: { extraFields: () => ({}) },
    argument: ", { extraFields: readExtraFields }",
  },
  {
    name: "a header that is a list",
    changes: { extraHeaders: ["x-acme-region", { header: "x-acme-tags", isList: true }] },
    argument: ", { isList: readList }",
  },
])("$name: what provider.ts passes", ({ changes, argument }) => {
  expect(argumentOf(changes)).toBe(argument);
});
