import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { backend } from "#crypto";
import { defineProvider } from "../../src/index.ts";
import { defineSignature } from "../../src/signature.ts";
import { body, secret, sign, signature, verifyAcme } from "../support/acme.ts";
import { hexScheme, standardWebhooks, slack } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";
import { verifierOf } from "../support/verify-scheme.ts";

// Each of these was seen in a library that people use. Here it must be impossible.

const verdict = (headers: Record<string, string>, given: string | Uint8Array = body): string =>
  verdictOf(() => verifyAcme({ headers, body: given }, { secret }));

const acme = defineProvider({
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: { ping: () => true },
});

const standardSecret = `whsec_${btoa("k".repeat(24))}`;
const verifyStandard = verifierOf("standard", standardWebhooks);
const time = new Date(Date.UTC(2026, 0, 1));
const timestamp = String(Number(time) / 1000);
const standard = createHmac("sha256", "k".repeat(24)).update(`msg_1.${timestamp}.${body}`).digest("base64");

function standardVerdict(change: Record<string, string | undefined>, now = time): string {
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${standard}`,
    ...change,
  };
  return verdictOf(() => verifyStandard({ headers, body }, { secret: standardSecret, now: () => now }));
}

describe("a fault seen in the field:", () => {
  it("a whole HMAC for each signature in the header", () => {
    const hmac = vi.spyOn(backend, "hmac");
    const junk = `v1,${btoa("j".repeat(32))} `;
    expect(standardVerdict({ "webhook-signature": junk.repeat(300) })).toBe("malformed-signature");
    expect(hmac).toHaveBeenCalledTimes(0);
    expect(standardVerdict({ "webhook-signature": junk.repeat(16) })).toBe("signature-mismatch");
    expect(hmac).toHaveBeenCalledTimes(1);
    hmac.mockRestore();
  });

  it("a latin1 character in a signature of the right length raising RangeError", () => {
    for (let index = 0; index < signature.length; index++) {
      const value = `${signature.slice(0, index)}é${signature.slice(index + 1)}`;
      expect(verdict({ "x-acme-signature": value })).toBe("malformed-signature");
    }
  });

  it("a comparison by ===", () => {
    const equal = vi.spyOn(backend, "equal");
    expect(verdict({ "x-acme-signature": signature })).toBe("accepted");
    expect(verdict({ "x-acme-signature": "0".repeat(64) })).toBe("signature-mismatch");
    expect(equal.mock.calls.map(([left, right]) => [left.length, right.length])).toEqual([
      [32, 32],
      [32, 32],
    ]);
    equal.mockRestore();
  });

  it.each(["$&", "$$", "$1", "$`", "$'", "$<name>"])(
    "a signed body with %s refused, filled into a template",
    (text) => {
      const given = JSON.stringify({ type: "ping", price: text });
      expect(verdict({ "x-acme-signature": sign(given) }, given)).toBe("accepted");
      const timed = verifierOf("slack", slack);
      const headers = {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": `v0=${sign(`v0:${timestamp}:${given}`)}`,
      };
      expect(verdictOf(() => timed({ headers, body: given }, { secret, now: () => time }))).toBe("accepted");
    },
  );

  it("a body with a BOM refused, as a mismatch since it was decoded before it was hashed, or as no JSON", () => {
    const given = Buffer.from(`\uFEFF${body}`);
    const headers = { "x-acme-signature": sign(given) };
    expect(verdict(headers, given)).toBe("accepted");
    const { payload, dedupeKey } = acme.verify({ headers, body: given }, { secret });
    expect(payload).toEqual(JSON.parse(body));
    expect(dedupeKey).not.toBe(
      acme.verify({ headers: { "x-acme-signature": sign(body) }, body }, { secret }).dedupeKey,
    );
  });

  it("a body of invalid UTF-8 refused as a mismatch, or accepted as another text", () => {
    const given = Buffer.concat([Buffer.from('{"type":"ping","a":"'), Buffer.of(0xff), Buffer.from('"}')]);
    const headers = { "x-acme-signature": sign(given) };
    expect(verdict(headers, given)).toBe("accepted");
    expect(verdictOf(() => acme.verify({ headers, body: given }, { secret }))).toBe("invalid-json");
    const replaced = Buffer.from(given.toString("utf8"));
    expect(verdict(headers, replaced)).toBe("signature-mismatch");
  });

  it("the valid signature not found when it stands second", () => {
    const value = `v1,${btoa("j".repeat(32))} v1,${standard}`;
    expect(standardVerdict({ "webhook-signature": value })).toBe("accepted");
  });

  it.each(["abc", ".5", " ", "\n", "e0"])("a timestamp followed by %j accepted", (tail) => {
    expect(standardVerdict({ "webhook-timestamp": timestamp + tail })).toBe("malformed-signature");
  });

  it("a timestamp in the future accepted", () => {
    expect(standardVerdict({}, new Date(Number(time) - 300_000))).toBe("accepted");
    expect(standardVerdict({}, new Date(Number(time) - 300_001))).toBe("stale-timestamp");
  });

  it("a missing header raising TypeError", () => {
    expect(verdict({})).toBe("missing-signature");
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      expect(standardVerdict({ [name]: undefined })).toBe("missing-signature");
    }
  });

  it("a signed empty body raising", () => {
    const headers = { "x-acme-signature": sign("") };
    expect(verdict(headers, "")).toBe("accepted");
    expect(verdict(headers, new Uint8Array(0))).toBe("accepted");
    expect(verdictOf(() => acme.verify({ headers, body: "" }, { secret }))).toBe("invalid-json");
  });

  it("a header without its prefix, or with another algorithm's, accepted", () => {
    const verify = defineSignature("acme", { ...hexScheme, prefix: "sha256=" });
    const check = (value: string): string =>
      verdictOf(() => verify({ headers: { "x-acme-signature": value }, body }, { secret }));
    const sha1 = createHmac("sha1", secret).update(body).digest("hex");
    expect(check(`sha256=${signature}`)).toBe("accepted");
    expect(check(signature)).toBe("malformed-signature");
    expect(check(`sha1=${signature}`)).toBe("malformed-signature");
    expect(check(`sha1=${sha1}`)).toBe("malformed-signature");
    expect(check(`sha512=${signature}`)).toBe("malformed-signature");
  });

  it("a delivery refused as a replay when it is sent again: core remembers none", () => {
    const delivery = { headers: { "x-acme-signature": signature }, body };
    for (let attempt = 0; attempt < 3; attempt++) expect(acme.verify(delivery, { secret }).type).toBe("ping");
  });

  it("a short secret read leniently into an empty, guessable key", () => {
    const forged = createHmac("sha256", "").update(`msg_1.${timestamp}.${body}`).digest("base64");
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${forged}`,
    };
    expect(() => verifyStandard({ headers, body }, { secret: "whsec_!!!!", now: () => time })).toThrow(
      TypeError,
    );
  });
});
