import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { explain, type ExplainOptions } from "../../src/explain.ts";
import type { DeliveryInput } from "../../src/index.ts";
import { genuine, github, goff, hypertune } from "./support/genuine.ts";
import { hashedWhile } from "./support/hashing.ts";

const MEBIBYTE = 2 ** 20;
const LIMIT = 26_214_400; // the default of maxBodyBytes

/** In form, and never right. */
const signature = `sha256=${"0".repeat(64)}`;
const headers = { "x-github-event": "push", "x-hub-signature-256": signature };
const secret = "the secret";

const filled = (bytes: number, character: string): Uint8Array => Buffer.alloc(bytes, character);
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

const gzipOf64MiB = gzipSync(new Uint8Array(64 * MEBIBYTE));

const hostile: readonly {
  name: string;
  body?: DeliveryInput["body"];
  given?: object;
  options?: Partial<ExplainOptions>;
}[] = [
  { name: "25 MB of spaces", body: filled(LIMIT, " ") },
  { name: "25 MB of line breaks", body: filled(LIMIT, "\n") },
  { name: "25 MB of base64", body: filled(LIMIT, "QUJD") },
  { name: "25 MB of zero bytes", body: new Uint8Array(LIMIT) },
  { name: "25 MB of JSON", body: `[${"1,".repeat(LIMIT / 2 - 1)}1]` },
  { name: "4 MiB of JSON in many pieces", body: `[${"{},".repeat((4 * MEBIBYTE) / 3 - 2)}1]` },
  { name: "4 MiB that only nest", body: nested(2 * MEBIBYTE) },
  {
    name: "4 MiB that print to gigabytes",
    body: "[".repeat(120) + "1,".repeat(2 * MEBIBYTE - 150) + "1" + "]".repeat(120),
  },
  { name: "4 MiB of escapes", body: `["${"\\u0001".repeat((4 * MEBIBYTE) / 6 - 2)}"]` },
  { name: "4 MiB of brackets that are open", body: "[".repeat(4 * MEBIBYTE) },
  { name: "4 MiB of percent signs in a form", body: `payload={${"%".repeat(4 * MEBIBYTE - 20)}` },
  {
    name: "gzip of 1 GiB",
    body: Buffer.concat(many(16, () => gzipOf64MiB)), // a gzip file may have several members
    options: { maxBodyBytes: Infinity },
  },
  { name: "gzip in gzip", body: gzipSync(gzipSync(gzipOf64MiB)) },
  {
    name: "a header of 100 000 values",
    given: { ...headers, "x-hub-signature-256": many(100_000, () => signature) },
  },
  { name: "a header of 1 MB of commas", given: { "x-hub-signature-256": ",a".repeat(MEBIBYTE / 2) } },
  { name: "a header of white space", given: { "x-hub-signature-256": `sha256=${" ".repeat(2000)}g` } },
  {
    name: "100 000 headers that look like signatures",
    given: Object.fromEntries(many(100_000, (index) => [`x-signature-${index}`, signature])),
  },
  {
    name: "1000 other secrets",
    options: { otherSecrets: Object.fromEntries(many(1000, (index) => [`S${index}`, `secret ${index}`])) },
  },
  { name: "300 secrets", options: { secret: many(300, (index) => `secret ${index}`) } },
  { name: "100 secrets", options: { secret: many(100, (index) => `secret ${index}`) } },
  {
    name: "1000 other providers and secrets",
    options: {
      otherProviders: many(1000, (index) => (index % 2 === 0 ? goff : { ...hypertune })),
      otherSecrets: Object.fromEntries(many(100, (index) => [`S${index}`, `secret ${index}`])),
    },
  },
];

describe("never more than 256 signatures or 256 MiB, whatever is sent", () => {
  it.each(hostile)(
    "$name",
    ({ body = genuine.github.body, given = headers, options }) => {
      const delivery = { headers: given as DeliveryInput["headers"], body };
      const { result, signatures, bytes } = hashedWhile(() =>
        explain(github, delivery, { secret, ...options }),
      );
      expect(result.outcome).toBe("refused");
      expect(result.causes.filter(({ certainty }) => certainty === "proven")).toEqual([]);
      expect(result.causes.length).toBeGreaterThan(0);
      const own = Array.isArray(options?.secret) ? options.secret.length : 1; // what verify itself computes
      expect(signatures).toBeLessThanOrEqual(Math.max(256, own));
      expect(bytes).toBeLessThanOrEqual(
        Math.max(256 * MEBIBYTE, own * Buffer.from(body as Uint8Array).length),
      );
      expect(result.effort.trials).toBeLessThanOrEqual(256);
      expect(result.effort.bytesHashed).toBeLessThanOrEqual(256 * MEBIBYTE);
    },
    120_000,
  );
});

it("counts what it computes", () => {
  const delivery = { headers, body: '{"a": "<é>"}' };
  const { result, signatures, bytes } = hashedWhile(() => explain(github, delivery, { secret }));
  expect(result.effort).toEqual({ trials: signatures, bytesHashed: bytes, isComplete: true });
});

it("says that something was left untried", () => {
  const delivery = { headers, body: filled(LIMIT, "x") };
  const { result, signatures, bytes } = hashedWhile(() => explain(github, delivery, { secret }));
  expect(result.effort).toEqual({ trials: signatures, bytesHashed: bytes, isComplete: false });
  expect(signatures).toBe(10);
});

it("still proves a line break that was added to 25 MB", () => {
  const body = `"${"x".repeat(LIMIT - 3)}"`;
  const delivery = { headers: github.sign(body, { secret, name: "push" }), body: `${body}\n` };
  expect(explain(github, delivery, { secret }).causes[0]).toMatchObject({
    id: "body-newline",
    certainty: "proven",
  });
});

it("reads no body of more than 4 MiB as JSON", () => {
  const parse = vi.spyOn(JSON, "parse");
  explain(github, { headers, body: `{"a":"${"x".repeat(4 * MEBIBYTE)}"}` }, { secret });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
});

it("inflates no more than maxBodyBytes", () => {
  const plain = JSON.stringify({ text: "a".repeat(1000) });
  const delivery = { headers: github.sign(plain, { secret, name: "push" }), body: gzipSync(plain) };
  expect(explain(github, delivery, { secret, maxBodyBytes: plain.length }).causes[0]?.certainty).toBe(
    "proven",
  );
  expect(explain(github, delivery, { secret, maxBodyBytes: plain.length - 1 }).causes[0]).toMatchObject({
    id: "body-gzip",
    certainty: "likely",
  });
});
