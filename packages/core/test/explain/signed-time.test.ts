import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain.ts";
import { defineProvider, type SignatureScheme } from "../../src/index.ts";
import { slack, standardWebhooks, statsig, stripe, workos } from "../support/schemes.ts";

const at = new Date("2026-11-28T12:00:00.000Z");
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = '{"type":"ping"}';

const define = (scheme: SignatureScheme) =>
  defineProvider({ id: "acme", scheme, eventName: { field: "type" }, events: { ping: () => true } });

function headersOf(scheme: SignatureScheme, timestamp = at, signed = body): Record<string, string> {
  return define(scheme).sign(signed, { secret, id: "msg_1", timestamp });
}

function causesOf(
  scheme: SignatureScheme,
  headers: Record<string, string | undefined>,
  given = body,
  key: string | Uint8Array = secret,
) {
  const { code, causes } = explain(define(scheme), { headers, body: given }, { secret: key, now: () => at });
  return { code, causes: causes.map(({ id, certainty }) => `${certainty} ${id}`) };
}

const seconds = String(at.getTime() / 1000);
const milliseconds = String(at.getTime());

describe("a time that was rewritten on its way", () => {
  it.each([
    ["seconds as milliseconds", slack, "x-slack-request-timestamp", milliseconds, "signature-mismatch"],
    ["milliseconds as seconds", statsig, "x-statsig-request-timestamp", seconds, "signature-mismatch"],
    ["seconds with a fraction", slack, "x-slack-request-timestamp", `${seconds}.000`, "malformed-signature"],
    ["seconds as a date", slack, "x-slack-request-timestamp", at.toISOString(), "malformed-signature"],
    [
      "milliseconds as a date",
      statsig,
      "x-statsig-request-timestamp",
      at.toUTCString(),
      "malformed-signature",
    ],
    ["seconds in another unit", standardWebhooks, "webhook-timestamp", milliseconds, "signature-mismatch"],
  ] as const)("%s", (_, scheme, header, text, code) => {
    expect(causesOf(scheme, { ...headersOf(scheme), [header]: text })).toEqual({
      code,
      causes: ["proven timestamp-unit"],
    });
  });

  it("in an entry of the signature's header", () => {
    const headers = headersOf(stripe);
    const changed = headers["stripe-signature"]!.replace(seconds, milliseconds);
    expect(causesOf(stripe, { "stripe-signature": changed }).causes).toEqual(["proven timestamp-unit"]);
  });

  it("in an entry behind which there is a space", () => {
    const headers = headersOf(workos);
    const changed = headers["workos-signature"]!.replace(milliseconds, seconds);
    expect(causesOf(workos, { "workos-signature": changed }).causes).toEqual(["proven timestamp-unit"]);
  });
});

it("finds the two entries of a header that came twice, whichever is the sender's", () => {
  const value = headersOf(workos)["workos-signature"]!;
  const other = value.replace(/[0-9a-f]{8}$/, "00000000");
  for (const twice of [`${value}, ${value}`, `${value}, ${other}`, `${other}, ${value}`]) {
    expect(causesOf(workos, { "workos-signature": twice })).toEqual({
      code: "malformed-signature",
      causes: ["proven header-twice"],
    });
  }
});

it("says in what form a header of two entries should be", () => {
  const { causes } = explain(
    define(workos),
    { headers: { "workos-signature": "t=1, v1=junk" }, body },
    { secret, now: () => at },
  );
  expect(causes.map(({ detail }) => detail).join()).toContain("t=<time>, v1=<lower-case hex>");
});

describe("a time that the sender itself signs in another unit", () => {
  it.each([
    ["milliseconds for seconds", slack, "x-slack-signature", "x-slack-request-timestamp", milliseconds],
    ["seconds for milliseconds", statsig, "x-statsig-signature", "x-statsig-request-timestamp", seconds],
  ] as const)("%s", (_, scheme, header, timestampHeader, text) => {
    const signature = `v0=${createHmac("sha256", secret).update(`v0:${text}:${body}`).digest("hex")}`;
    const headers = { [header]: signature, [timestampHeader]: text };
    expect(causesOf(scheme, headers)).toEqual({ code: "stale-timestamp", causes: ["proven timestamp-unit"] });
  });
});

it("an old delivery is likely one that was kept, or a clock that is wrong", () => {
  const old = headersOf(slack, new Date(at.getTime() - 86_400_000));
  expect(causesOf(slack, old)).toEqual({ code: "stale-timestamp", causes: ["likely timestamp-old"] });
  const future = headersOf(slack, new Date(at.getTime() + 600_000));
  expect(causesOf(slack, future)).toEqual({ code: "stale-timestamp", causes: ["likely timestamp-old"] });
});

it("an old delivery still proves what was undone", () => {
  const old = headersOf(slack, new Date(at.getTime() - 86_400_000));
  expect(causesOf(slack, old, `${body}\n`)).toEqual({
    code: "signature-mismatch",
    causes: ["proven body-newline"],
  });
});

it("names the absent header that the signature covers", () => {
  const { "webhook-id": _, ...headers } = headersOf(standardWebhooks);
  const { causes } = explain(define(standardWebhooks), { headers, body }, { secret, now: () => at });
  expect(causes[0]).toMatchObject({ id: "header-absent", certainty: "likely" });
  expect(causes[0]!.detail).toContain("webhook-id");
});

describe("a secret that is encoded", () => {
  const encoded = secret.slice("whsec_".length);

  it.each([
    ["without whsec_", encoded],
    ["with a line break", `${secret}\n`],
    ["in quotes", `"${secret}"`],
  ])("%s is refused with a TypeError by verify, and explained", (_, given) => {
    const provider = define(standardWebhooks);
    const delivery = { headers: headersOf(standardWebhooks), body };
    expect(() => provider.verify(delivery, { secret: given })).toThrow(TypeError);
    const { outcome, code, causes } = explain(provider, delivery, { secret: given, now: () => at });
    expect({ outcome, code }).toEqual({ outcome: "refused", code: undefined });
    expect(causes[0]?.certainty).toBe("proven");
  });

  it("that no reading explains is likely wrong", () => {
    expect(causesOf(standardWebhooks, headersOf(standardWebhooks), body, "too short")).toEqual({
      code: undefined,
      causes: ["likely secret-wrong"],
    });
  });

  it("whose text the sender uses is found out", () => {
    const text = `msg_1.${seconds}.${body}`;
    const signature = `v1,${createHmac("sha256", secret).update(text).digest("base64")}`;
    const headers = { ...headersOf(standardWebhooks), "webhook-signature": signature };
    expect(causesOf(standardWebhooks, headers).causes).toEqual(["proven secret-encoding"]);
  });
});

it("hex where a scheme has base64 is found out", () => {
  const headers = headersOf(standardWebhooks);
  const hex = Buffer.from(headers["webhook-signature"]!.slice(3), "base64").toString("hex");
  expect(causesOf(standardWebhooks, { ...headers, "webhook-signature": `v1,${hex}` }).causes).toEqual([
    "proven header-encoding",
  ]);
});
