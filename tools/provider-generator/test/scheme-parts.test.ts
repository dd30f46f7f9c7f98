import { expect, test } from "vitest";
import type { SignatureScheme } from "@flaghook/core";
import { partsOf } from "../src/scheme-parts.ts";

const header = "x-acme-signature";
const bare: SignatureScheme = { header, algorithm: "sha256", encoding: "hex" };
const pair: SignatureScheme = {
  ...bare,
  separator: ", ",
  timestamp: { entry: "t=" },
  signs: ["timestamp", "body"],
};

test("two entries with a time have parts of their own", () => {
  expect(partsOf([pair]).text).toBe("{ hex, signatures: signaturePair, timestamp: timeInEntry }");
});

test("a token needs no part", () => {
  expect(partsOf([bare, { kind: "token", header: "x-acme-token" }])).toEqual(partsOf([bare]));
});

test("schemes that read the same thing in two ways get every part", () => {
  expect(partsOf([bare, pair])).toEqual({ imports: ["everyPart"], text: "everyPart" });
});
