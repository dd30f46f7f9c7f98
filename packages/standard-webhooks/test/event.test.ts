import { createPrivateKey, createPublicKey, generateKeyPairSync, sign as signByNode } from "node:crypto";
import { describe, expect, test } from "vitest";
import { safeVerify, sign, standardWebhooks, verify, type DeliveryInput } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const [v1, v1a] = vectors.genuine as [(typeof vectors.genuine)[0], (typeof vectors.genuine)[0]];
const now = (): Date => v1.now!;
const { body, headers } = v1;
const signature = headers["webhook-signature"]!;
const pair = v1a.headers["webhook-signature"]!;

function codeOf(
  delivery: DeliveryInput,
  secret: string | readonly string[] = v1.secret,
  clock = now,
): string {
  const result = safeVerify(delivery, { secret, now: clock });
  return result.ok ? "accepted" : result.error.code;
}

test("gives the published delivery as an event, field for field", () => {
  expect(verify(v1, { secret: v1.secret, now })).toEqual({
    provider: "standard-webhooks",
    type: "unknown",
    name: "message",
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    dedupeKey: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload: { test: 2432232314 },
  });
  expect(standardWebhooks.eventId).toEqual({ header: "webhook-id", signed: true });
});

test("takes the name from the payload's own type", () => {
  const sent = '{"type":"invoice.paid","timestamp":"2026-01-01T00:00:00Z","data":{}}';
  const event = verify({ headers: sign(sent, { secret: v1.secret }), body: sent }, { secret: v1.secret });
  expect(event).toMatchObject({ type: "unknown", name: "invoice.paid" });
});

test("an attempt that comes later is the same event", () => {
  const later = sign(body, { secret: v1.secret, id: "msg_1", timestamp: new Date(Number(v1.now) + 5000) });
  const first = sign(body, { secret: v1.secret, id: "msg_1", timestamp: v1.now! });
  expect(later["webhook-signature"]).not.toBe(first["webhook-signature"]);
  const keys = [first, later].map(
    (sent) => verify({ headers: sent, body }, { secret: v1.secret, now }).dedupeKey,
  );
  expect(keys).toEqual(["msg_1", "msg_1"]);
});

test("a signed delivery without a body has no payload", () => {
  const sent = sign("", { secret: v1.secret });
  const event = verify({ headers: sent, body: "" }, { secret: v1.secret });
  expect(event).toMatchObject({ name: "message", payload: undefined });
});

describe("the signature's header", () => {
  test.each([
    { name: "another version alone", value: signature.replace("v1,", "v2,"), code: "malformed-signature" },
    { name: "a version nearly v1a", value: pair.replace("v1a,", "v1b,"), code: "malformed-signature" },
    { name: "v1 without a comma", value: "v1", code: "malformed-signature" },
    { name: "v1 with nothing behind it", value: "v1,", code: "malformed-signature" },
    { name: "one byte short", value: `v1,${btoa("x".repeat(31))}`, code: "malformed-signature" },
    { name: "the URL's alphabet", value: signature.replaceAll("/", "_"), code: "malformed-signature" },
    { name: "no padding", value: signature.replace("=", ""), code: "malformed-signature" },
    { name: "two, joined by a comma", value: `${signature}, ${signature}`, code: "malformed-signature" },
    { name: "a tab before it", value: `\t${signature}`, code: "malformed-signature" },
    { name: "two spaces between", value: `v2,AAAA  ${signature}`, code: "accepted" },
    { name: "another key's before it", value: `v1,${btoa("x".repeat(32))} ${signature}`, code: "accepted" },
    { name: "both keys of a rotation", value: `${signature} ${signature}`, code: "accepted" },
  ])("with $name -> $code", ({ value, code }) => {
    expect(codeOf({ headers: { ...headers, "webhook-signature": value }, body })).toBe(code);
  });
});

describe("the signed time", () => {
  test.each([
    { name: "letters behind it, which a number's parser would skip", value: "1614265330x" },
    { name: "a space before it", value: " 1614265330" },
    { name: "a fraction", value: "1614265330.0" },
    { name: "a leading zero", value: "01614265330" },
    { name: "nothing", value: "" },
    { name: "hex", value: "0x60379b72" },
  ])("is malformed with $name", ({ value }) => {
    expect(codeOf({ headers: { ...headers, "webhook-timestamp": value }, body })).toBe("malformed-signature");
  });

  test.each([
    { seconds: 300, code: "accepted" },
    { seconds: -300, code: "accepted" },
    { seconds: 301, code: "stale-timestamp" },
    { seconds: -301, code: "stale-timestamp" },
  ])("$seconds s away is $code", ({ seconds, code }) => {
    expect(codeOf(v1, v1.secret, () => new Date(Number(v1.now) + seconds * 1000))).toBe(code);
  });
});

describe("the id", () => {
  test.each(["msg.1", "", "a, b"])("is malformed as %j: it could end in two places, or came twice", (id) => {
    expect(codeOf({ headers: { ...headers, "webhook-id": id }, body })).toBe("malformed-signature");
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("and %s must come", (name) => {
    expect(codeOf({ headers: { ...headers, [name]: undefined }, body })).toBe("missing-signature");
  });
});

describe("a secret", () => {
  test.each([
    { name: "junk that a lenient decoder takes for an empty key", secret: "whsec_!!!!" },
    { name: "the URL's alphabet", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS_" },
    { name: "no prefix", secret: v1.secret.slice(6) },
    { name: "fewer than 16 bytes", secret: `whsec_${btoa("short")}` },
    { name: "a private key", secret: `whsk_${btoa("k".repeat(32))}` },
    { name: "half a public key", secret: `whpk_${btoa("k".repeat(16))}` },
  ])("with $name is a TypeError", ({ secret }) => {
    expect(() => codeOf(v1, secret)).toThrow(TypeError);
  });

  test("for one version is never one for the other", () => {
    // The public key as an HMAC's: whoever knows it, which is everybody, could sign.
    const confused = "v1,aq/Av15OlX2MgScQjKXGZkGsLRP8vw0+IjKU5rUsRTc=";
    const forged = { headers: { ...headers, "webhook-signature": confused }, body };
    expect(codeOf(forged, v1a.secret)).toBe("malformed-signature");
    expect(codeOf(forged, [v1.secret, v1a.secret])).toBe("signature-mismatch");
    expect(codeOf(v1, v1a.secret)).toBe("malformed-signature");
    expect(codeOf(v1a, v1.secret)).toBe("malformed-signature");
    expect(() => verify(v1, { secret: new Uint8Array(32), now })).toThrow(TypeError);
  });

  test("may be of both versions, of which one that matches is enough", () => {
    const both = [v1.secret, v1a.secret];
    for (const one of [signature, pair, `${signature} ${pair}`, `v1,${btoa("x".repeat(32))} ${pair}`]) {
      expect(codeOf({ headers: { ...headers, "webhook-signature": one }, body }, both)).toBe("accepted");
    }
    const wrong = { headers: { ...headers, "webhook-signature": `v1,${btoa("x".repeat(32))}` }, body };
    expect(codeOf(wrong, both)).toBe("signature-mismatch");
  });
});

test("ECDSA of P-256 under v1a, as some senders have it, fails", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const text = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  const ecdsa = (dsaEncoding: "der" | "ieee-p1363"): string =>
    signByNode("sha256", text, { key: privateKey, dsaEncoding }).toString("base64");
  const code = (value: string): string =>
    codeOf({ headers: { ...headers, "webhook-signature": `v1a,${value}` }, body }, v1a.secret);
  expect([code(ecdsa("der")), code(ecdsa("ieee-p1363"))]).toEqual([
    "malformed-signature",
    "signature-mismatch",
  ]);
});

test("looks at the headers of one family alone", () => {
  const svix = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace("webhook", "svix"), value]),
  );
  expect(codeOf({ headers: svix, body })).toBe("missing-signature");
  const forged = { ...headers, "webhook-signature": `v1,${btoa("x".repeat(32))}` };
  expect(codeOf({ headers: { ...svix, ...forged }, body })).toBe("signature-mismatch");
  expect(codeOf({ headers: { ...svix, "webhook-id": headers["webhook-id"] }, body })).toBe(
    "missing-signature",
  );
});

test("signs v1a with the private key, of a seed or of a seed with its public key", () => {
  const seed = Buffer.alloc(32, 7);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(12);
  const text = Buffer.from(`msg_1.${Number(v1.now) / 1000}.${body}`);
  const expected = `v1a,${signByNode(null, text, key).toString("base64")}`;
  for (const bytes of [seed, Buffer.concat([seed, publicKey])]) {
    const secret = `whsk_${bytes.toString("base64")}`;
    const sent = sign(body, { secret, id: "msg_1", timestamp: v1.now! });
    expect(sent["webhook-signature"]).toBe(expected);
    expect(codeOf({ headers: sent, body }, `whpk_${publicKey.toString("base64")}`)).toBe("accepted");
  }
  expect(() => sign(body, { secret: v1a.secret })).toThrow(TypeError);
});
