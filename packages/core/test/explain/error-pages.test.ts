import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { WebhookErrorCode } from "../../src/index.ts";

// Refusals point to these sections. A record, so that a code which is not listed fails to compile.
const codes: Record<WebhookErrorCode, true> = {
  "missing-signature": true,
  "malformed-signature": true,
  "signature-mismatch": true,
  "stale-timestamp": true,
  "body-not-raw": true,
  "body-too-large": true,
  "invalid-json": true,
  "schema-mismatch": true,
};

const page = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");
const [, ...sections] = page.split(/^## /m);

it("the page of errors has one section per code, under its name", () => {
  expect(sections.map((section) => section.split("\n", 1)[0])).toEqual(Object.keys(codes));
});

it("each section says what the code means and what to change", () => {
  expect(sections.filter((section) => !section.includes("**Change:**"))).toEqual([]);
});
