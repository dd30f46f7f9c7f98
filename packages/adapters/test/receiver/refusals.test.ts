import { createHmac } from "node:crypto";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";
import express from "express";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { WebhookOptions } from "../../src/index.ts";
import { webhook } from "../../src/express.ts";
import { acme, SECRET } from "../support/acme.ts";
import { listenTo } from "../support/listen.ts";
import { post } from "../support/request.ts";

// The sample servers in the documentation of Hypertune and Optimizely, in a generic quickstart and in a GitHub-like
// tutorial have seven faults between them. Each test sends what makes a sample crash, hang or accept a forgery.

const handled: string[] = [];
beforeEach(() => {
  handled.length = 0;
});

const options = {
  secret: SECRET,
  onEvent: (event: { provider: string }) => handled.push(event.provider),
  onError: () => undefined,
} satisfies Partial<WebhookOptions<never>>;

const app = express();
app.all("/hypertune", webhook({ provider: hypertune, ...options }));
app.all("/optimizely", webhook({ provider: optimizely, ...options }));
app.all("/goff", webhook({ provider: goff, ...options }));
app.all("/acme", webhook({ provider: acme, ...options }));
const server = listenTo(app);
afterAll(async () => (await server).close());

const COMMIT = '{"id":"QAq7JB7nE5tY8mS99qsmM","type":"NEW_COMMIT","project":{"id":"1"},"commit":{"id":"2"}}';
const EXPORT = '{"meta":{"hostname":"a"},"events":[]}';

function mac(algorithm: "sha1" | "sha256", body: string | Uint8Array): string {
  return createHmac(algorithm, SECRET).update(body).digest("hex");
}

async function send(
  path: string,
  headers: Record<string, string | string[]>,
  body: string | Uint8Array,
): Promise<{ status: number; code: string; handled: string[] }> {
  const response = await post(
    `${(await server).origin}/${path}`,
    { "content-type": "application/json", ...headers },
    body,
  );
  return { status: response.status, code: JSON.parse(response.body).code, handled: [...handled] };
}

describe("fault 1: comparing byte arrays of different lengths crashes", () => {
  it.each([
    { name: "too short", signature: mac("sha256", COMMIT).slice(2) },
    { name: "too long", signature: `${mac("sha256", COMMIT)}00` },
    { name: "of 64 characters that are more than 64 bytes", signature: "\u00e9".repeat(64) },
    { name: "with a prefix that belongs elsewhere", signature: `sha256=${mac("sha256", COMMIT)}` },
  ])("refuses a signature $name", async ({ signature }) => {
    expect(await send("hypertune", { "x-hypertune-signature": signature }, COMMIT)).toEqual({
      status: 401,
      code: "malformed-signature",
      handled: [],
    });
  });
});

describe("fault 2: a missing signature header crashes", () => {
  it.each(["hypertune", "optimizely", "goff", "acme"])("refuses it at %s", async (path) => {
    expect(await send(path, {}, COMMIT)).toEqual({ status: 401, code: "missing-signature", handled: [] });
  });

  it("does not fall back to another header", async () => {
    expect(await send("goff", { signature: `sha256=${mac("sha256", EXPORT)}` }, EXPORT)).toEqual({
      status: 401,
      code: "missing-signature",
      handled: [],
    });
  });
});

describe("fault 3: a wrong signature gets no response", () => {
  it("responds, and not with a status that asks for a retry", async () => {
    const headers = { "x-hub-signature": `sha1=${mac("sha1", "another body")}` };
    expect(await send("optimizely", headers, COMMIT)).toEqual({
      status: 403,
      code: "signature-mismatch",
      handled: [],
    });
  });
});

describe("fault 4: a second signature header crashes, or the first one is picked", () => {
  it.each([
    { name: "genuine first", order: (genuine: string, forged: string) => [genuine, forged] },
    { name: "genuine last", order: (genuine: string, forged: string) => [forged, genuine] },
    { name: "genuine twice", order: (genuine: string) => [genuine, genuine] },
  ])("refuses both: $name", async ({ order }) => {
    const signatures = order(mac("sha256", COMMIT), mac("sha256", "forged"));
    expect(await send("hypertune", { "x-hypertune-signature": signatures }, COMMIT)).toEqual({
      status: 401,
      code: "malformed-signature",
      handled: [],
    });
    expect(await send("hypertune", { "x-hypertune-signature": signatures.join(", ") }, COMMIT)).toEqual({
      status: 401,
      code: "malformed-signature",
      handled: [],
    });
  });
});

describe("fault 5: the signature is compared with JSON that was parsed and serialised again", () => {
  it.each([
    {
      name: "spaces after separators, as Python writes them",
      body: '{"meta": {"hostname": "a"}, "events": []}',
    },
    { name: "escapes, as Go writes them", body: '{"meta":{"hostname":"\\u003c\\u0026\\u003e"},"events":[]}' },
    {
      name: "a number that JavaScript cannot hold",
      body: '{"meta":{"hostname":"a"},"events":[],"n":9007199254740993}',
    },
    { name: "a number written 1.0", body: '{"meta":{"hostname":"a"},"events":[],"n":1.0}' },
    { name: "keys that JavaScript reorders", body: '{"meta":{"hostname":"a","10":"","2":""},"events":[]}' },
    { name: "a key twice", body: '{"events":[],"meta":{"hostname":"a"},"events":[]}' },
    { name: "a newline at the end", body: `${EXPORT}\n` },
  ])("accepts a genuine body with $name", async ({ body }) => {
    const headers = { "x-hub-signature-256": `sha256=${mac("sha256", body)}` };
    expect(await send("goff", headers, body)).toMatchObject({ status: 200, code: "handled" });
    expect(handled).toEqual(["goff"]);
  });
});

describe("fault 6: a content type that the parser skips leaves the body out of the signature", () => {
  it.each([
    "text/plain",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
  ])("refuses another body under the signature of {}: %s", async (type) => {
    const headers = { "content-type": type, "x-hub-signature-256": `sha256=${mac("sha256", "{}")}` };
    expect(await send("goff", headers, EXPORT)).toEqual({
      status: 403,
      code: "signature-mismatch",
      handled: [],
    });
  });

  it("accepts a genuine body of any content type", async () => {
    const headers = {
      "content-type": "text/plain",
      "x-hub-signature-256": `sha256=${mac("sha256", EXPORT)}`,
    };
    expect(await send("goff", headers, EXPORT)).toMatchObject({ status: 200, code: "handled" });
  });
});

const signed = (body: string | Uint8Array): Record<string, string> => ({
  "x-hypertune-signature": mac("sha256", body),
});

describe("fault 7: a body that is not plain text is decoded first, or crashes", () => {
  it("knows the signature of bytes that are not UTF-8, and refuses them as JSON", async () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(await send("hypertune", signed(body), body)).toEqual({
      status: 400,
      code: "invalid-json",
      handled: [],
    });
  });

  it("knows the signature of a body with a byte order mark, and skips one", async () => {
    const body = Buffer.from(`\ufeff${COMMIT}`);
    expect(await send("hypertune", signed(body), body)).toMatchObject({ status: 200, code: "handled" });
  });

  it("refuses a second byte order mark as JSON", async () => {
    const body = Buffer.from(`\ufeff\ufeff${COMMIT}`);
    expect(await send("hypertune", signed(body), body)).toEqual({
      status: 400,
      code: "invalid-json",
      handled: [],
    });
  });

  it("does not decode by a charset that nobody signed", async () => {
    const headers = { ...signed(COMMIT), "content-type": "application/json; charset=utf-16le" };
    expect(await send("hypertune", headers, COMMIT)).toMatchObject({ status: 200, code: "handled" });
  });

  it("refuses a request without a body", async () => {
    expect(await send("hypertune", signed("[object Object]"), "")).toEqual({
      status: 403,
      code: "signature-mismatch",
      handled: [],
    });
  });

  it("refuses a signed empty body as JSON", async () => {
    expect(await send("hypertune", signed(""), "")).toEqual({
      status: 400,
      code: "invalid-json",
      handled: [],
    });
  });

  it("refuses signed text that is not JSON", async () => {
    expect(await send("hypertune", signed("hello"), "hello")).toEqual({
      status: 400,
      code: "invalid-json",
      handled: [],
    });
  });

  it("takes a body over 100 kB", async () => {
    const body = COMMIT.replace("}", `}${" ".repeat(200_000)}`);
    expect(await send("hypertune", signed(body), body)).toMatchObject({ status: 200, code: "handled" });
  });
});
