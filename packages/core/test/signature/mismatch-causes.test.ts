import { describe, expect, it } from "vitest";
import { defineHexProvider, defineProvider, type WebhookEvent } from "../../src/index.ts";
import type { Provider } from "../../src/provider/provider.ts";
import { pointerTo } from "../support/pointer.ts";
import { body, secret, sign, verifyAcme } from "../support/acme.ts";
import { hexScheme, slack } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const definition = { id: "acme", scheme: hexScheme, eventName: { field: "type" }, events: {} };
const providers = {
  defineHexProvider: defineHexProvider<WebhookEvent>(definition),
  defineProvider: defineProvider<WebhookEvent>(definition),
};
const headers = { "x-acme-signature": sign(body) };

const HELP = `Compare the secrets. Pass the body as it came, before any parser.${pointerTo("signature-mismatch")}`;
const DEFAULT = `acme: the x-acme-signature header does not match. ${HELP}`;
const TRIMMED = "with it trimmed the signature matches";
const AROUND = "The secret begins or ends with white space or a quote.";

function messageOf(provider: Provider, given: object, options: object): string {
  const delivery = { headers, body, ...given };
  const error = refusalOf(() => provider.verify(delivery, { secret, ...options }));
  expect(error.code).toBe("signature-mismatch");
  const same = refusalOf(() => provider.verifySignature(delivery, { secret, ...options }));
  expect(same.message).toBe(error.message);
  return error.message;
}

describe.each(Object.entries(providers))("a mismatch of %s", (_, provider) => {
  it("points at the body, the secret and explain", () => {
    expect(messageOf(provider, {}, { secret: "another" })).toBe(DEFAULT);
    expect(messageOf(provider, { body: "{}" }, {})).toBe(DEFAULT);
  });

  it.each([
    ["a space before", ` ${secret}`],
    ["a line break behind", `${secret}\n`],
    ["a Windows line break behind", `${secret}\r\n`],
    ["double quotes around", `"${secret}"`],
    ["single quotes around", `'${secret}'`],
    ["a byte order mark before", `\uFEFF${secret}`],
    ["bytes with a line break behind", new TextEncoder().encode(`${secret}\n`)],
  ])("says that the trimmed secret matches: %s", (__, given) => {
    expect(messageOf(provider, {}, { secret: given })).toContain(TRIMMED);
    expect(messageOf(provider, {}, { secret: ["another", given] })).toContain(TRIMMED);
  });

  it("does not say so where it does not match", () => {
    const message = messageOf(provider, {}, { secret: "another\n" });
    expect(message).toContain(AROUND);
    expect(message).not.toContain(TRIMMED);
  });

  it("tries one secret and no more", () => {
    const message = messageOf(provider, {}, { secret: ["another\n", `${secret}\n`] });
    expect(message).not.toContain(TRIMMED);
  });

  it.each([[" \n"], ['"undefined"'], [Uint8Array.of(0xff, 0x20)]])("stays a mismatch with %j", (given) => {
    expect(messageOf(provider, {}, { secret: given })).not.toContain(TRIMMED);
  });

  it.each([
    ["in a record", { ...headers, "Content-Length": "20" }],
    ["in Headers", new Headers({ ...headers, "content-length": "20" })],
    ["in pairs", Object.entries({ ...headers, "content-length": "20" })],
    ["in an iterator", Object.entries({ ...headers, "content-length": "20" }).values()],
  ])("says both lengths when Content-Length is another: %s", (__, given) => {
    const error = refusalOf(() => provider.verify({ headers: given as never, body }, { secret: "another" }));
    expect(error.message).toContain("Content-Length says 20 bytes, but the body has 15.");
  });

  it.each([["15"], ["many"], ["-1"], ["1".repeat(400)], [["20", "21"]]])(
    "says nothing of Content-Length %j",
    (length) => {
      const given = { headers: { ...headers, "content-length": length } };
      expect(messageOf(provider, given, { secret: "another" })).toBe(DEFAULT);
    },
  );

  it.each([["gzip"], ["GZIP"], ["br"]])("says that Content-Encoding is %s", (encoding) => {
    const given = { headers: { ...headers, "content-encoding": encoding } };
    expect(messageOf(provider, given, { secret: "another" })).toContain(
      `Content-Encoding is ${encoding.toLowerCase()}`,
    );
  });

  it.each([["identity"], ["<script>"], ["gzip\nforged log line"]])(
    "echoes no Content-Encoding %j",
    (encoding) => {
      const given = { headers: { ...headers, "content-encoding": encoding } };
      expect(messageOf(provider, given, { secret: "another" })).toBe(DEFAULT);
    },
  );

  it("stays a mismatch when another header throws or verifies within", () => {
    const given = Object.defineProperties(
      { ...headers },
      {
        "content-length": {
          enumerable: true,
          get: () => {
            provider.verify({ headers, body }, { secret });
            throw new Error("from a getter");
          },
        },
      },
    );
    expect(messageOf(provider, { headers: given }, { secret: "another" })).toBe(DEFAULT);
  });

  it("names no secret, signature or body", () => {
    const given = { headers: { ...headers, "content-length": "20", "content-encoding": "gzip" } };
    const message = messageOf(provider, given, { secret: `${secret}\n` });
    for (const hidden of [secret, sign(body), body, "ping"]) expect(message).not.toContain(hidden);
  });
});

it("a mismatch of a scheme that signs a time says the same", () => {
  const timed = defineProvider<WebhookEvent>({ ...definition, scheme: slack });
  const now = new Date(Date.UTC(2026, 0, 1));
  const delivery = { headers: timed.sign(body, { secret, timestamp: now }), body };
  const error = refusalOf(() => timed.verify(delivery, { secret: `"${secret}"`, now: () => now }));
  expect([error.code, error.message]).toEqual([
    "signature-mismatch",
    expect.stringContaining(TRIMMED) as string,
  ]);
});

it("a mismatch of defineSignature points at the body, the secret and explain", () => {
  expect(refusalOf(() => verifyAcme({ headers, body }, { secret: "another" })).message).toBe(DEFAULT);
});
