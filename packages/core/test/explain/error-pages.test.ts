import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { WebhookError, type WebhookErrorCode } from "../../src/index.ts";

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

const repository = new URL("../../../../", import.meta.url);
const page = readFileSync(new URL("docs/errors.md", repository), "utf8");
const [, ...sections] = page.split(/^## /m);

it("the page of errors has one section per code, under its name", () => {
  expect(sections.map((section) => section.split("\n", 1)[0])).toEqual(Object.keys(codes));
});

it("each section says what the code means and what to change", () => {
  expect(sections.filter((section) => !section.includes("**Change:**"))).toEqual([]);
});

it.each(Object.keys(codes) as WebhookErrorCode[])("the message of %s leads to its section", (code) => {
  const { repository: home } = JSON.parse(readFileSync(new URL("package.json", repository), "utf8")) as {
    repository: { url: string };
  };
  const { message } = new WebhookError(code, "acme", "what is wrong.");
  const [, url, file, anchor] = /^acme: what is wrong\. .* see (\S+)\/blob\/main\/(\S+)#(\S+)$/.exec(
    message,
  )!;
  expect(`git+${url}.git`).toBe(home.url);
  expect([file, anchor]).toEqual(["docs/errors.md", code]);
});
