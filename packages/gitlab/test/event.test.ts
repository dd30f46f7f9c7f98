import { describe, expect, test } from "vitest";
import { gitlab, safeVerify, verify, type GitlabEvent, type WebhookError } from "../src/index.ts";
import { verifySignature } from "../src/signature.ts";
import { vectors } from "./vectors.ts";

const [on, escaped, push, byToken] = vectors.genuine;
const { secret: signingToken, body } = on!;
const secretToken = byToken!.secret;
const now = (): Date => new Date(Number(on!.now));
const payload = JSON.parse(body) as Record<string, unknown> & { object_attributes: object };

type Secret = Parameters<typeof verify>[1]["secret"];

function codeOf(headers: object, secret: Secret, sent: string = body): string {
  const delivery = { headers: headers as Record<string, string>, body: sent };
  const result = safeVerify(delivery, { secret, now });
  return result.ok ? "accepted" : result.error.code;
}

/** The same by `verifySignature` alone. */
function signatureCodeOf(headers: object, secret: Secret): unknown {
  try {
    verifySignature({ headers: headers as Record<string, string>, body }, { secret, now });
    return "accepted";
  } catch (error) {
    return (error as WebhookError).code;
  }
}

function verified(given: unknown, secret = secretToken, change: object = {}): GitlabEvent {
  const sent = JSON.stringify(given);
  const headers = { ...gitlab.sign(sent, { secret, timestamp: now() }), ...change };
  return verify({ headers, body: sent }, { secret, now });
}

test("gives a signed event, field for field", () => {
  expect(verify({ headers: on!.headers, body }, { secret: signingToken, now })).toEqual({
    provider: "gitlab",
    type: "feature_flag",
    name: "feature_flag",
    id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
    dedupeKey: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d00",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload,
  });
});

test("gives an event by its token with an id that is a hint, and equal bytes as a new occurrence", () => {
  const { headers } = byToken!;
  expect(verify({ headers, body: byToken!.body }, { secret: secretToken })).toEqual({
    provider: "gitlab",
    type: "feature_flag",
    name: "feature_flag",
    id: "0b9b6f2e-3b43-4c1e-8a0d-4c8b0a3a9d03",
    dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
    dedupe: { kind: "digest", repeatable: true },
    secretIndex: 0,
    payload,
  });
});

describe("which scheme is enabled is decided by the secret", () => {
  const signed = on!.headers;
  const { "webhook-signature": _, ...unsigned } = signed;
  const token = { "X-Gitlab-Token": secretToken };
  const forged = { ...signed, "webhook-signature": `v1,${"A".repeat(43)}=` };

  test.each([
    { name: "a signature", headers: signed, code: "accepted" },
    { name: "a signature and a token", headers: { ...signed, ...token }, code: "accepted" },
    { name: "a token alone", headers: token, code: "missing-signature" },
    {
      name: "a token, and the rest of a signature",
      headers: { ...unsigned, ...token },
      code: "missing-signature",
    },
    { name: "a token and a forged signature", headers: { ...forged, ...token }, code: "signature-mismatch" },
    {
      name: "a token and an empty signature",
      headers: { ...signed, ...token, "webhook-signature": "" },
      code: "malformed-signature",
    },
    {
      name: "a token and a signature of another version",
      headers: { ...signed, ...token, "webhook-signature": "v1a,AAAA" },
      code: "malformed-signature",
    },
    {
      name: "the signing token as a token",
      headers: { "X-Gitlab-Token": signingToken },
      code: "missing-signature",
    },
  ])("with a signing token, $name is $code", ({ headers, code }) => {
    expect([codeOf(headers, signingToken), signatureCodeOf(headers, signingToken)]).toEqual([code, code]);
  });

  test.each([
    { name: "a token", headers: token, code: "accepted" },
    { name: "a token and a forged signature", headers: { ...forged, ...token }, code: "accepted" },
    { name: "a signature alone", headers: signed, code: "missing-signature" },
    { name: "another token", headers: { "X-Gitlab-Token": "glt-secreT" }, code: "signature-mismatch" },
    { name: "a longer token", headers: { "X-Gitlab-Token": `${secretToken} ` }, code: "signature-mismatch" },
  ])("with a secret token, $name is $code", ({ headers, code }) => {
    expect([codeOf(headers, secretToken), signatureCodeOf(headers, secretToken)]).toEqual([code, code]);
  });

  test("both of them are a TypeError, unless the token is named as such", () => {
    expect(() => codeOf(token, [signingToken, secretToken])).toThrow(TypeError);
    const both = [signingToken, { token: secretToken }];
    expect([codeOf(token, both), codeOf(signed, both)]).toEqual(["accepted", "accepted"]);
    expect(codeOf({ ...forged, ...token }, both)).toBe("signature-mismatch");
  });

  test("a signing token of fewer than 16 bytes, or not in base64, is a TypeError", () => {
    expect(() => codeOf(signed, `whsec_${btoa("k".repeat(15))}`)).toThrow(TypeError);
    expect(() => codeOf(signed, "whsec_-_-_-_-_-_-_-_-_-_-_-_-_")).toThrow(TypeError);
  });
});

describe("the id", () => {
  test("is the signed one, whatever the Idempotency-Key says", () => {
    for (const claimed of ["other", "", "a, b"]) {
      const headers = { ...on!.headers, "Idempotency-Key": claimed };
      const event = verify({ headers, body }, { secret: signingToken, now });
      expect([event.id, event.dedupeKey]).toEqual([on!.headers["webhook-id"], on!.headers["webhook-id"]]);
    }
  });

  test("is by a token never the header of the signed one", () => {
    expect(verified(payload, secretToken, { "webhook-id": "claimed", "idempotency-key": "own" }).id).toBe(
      "own",
    );
    const headers = { "x-gitlab-token": secretToken, "webhook-id": "claimed" };
    expect(verify({ headers, body }, { secret: secretToken }).id).toBeUndefined();
  });
});

describe("a name", () => {
  test.each([
    { name: "object_kind", given: { object_kind: "pipeline", event_name: "x" }, expected: "pipeline" },
    { name: "event_name where that is all", given: { event_name: "user_create" }, expected: "user_create" },
  ])("is read from $name, and all but one are unknown", ({ given, expected }) => {
    expect(verified(given)).toMatchObject({ type: "unknown", name: expected, payload: given });
  });

  test("is never read from the X-Gitlab-Event header, which nobody signed", () => {
    const { headers, body: sent } = push!;
    const claimed = { ...headers, "X-Gitlab-Event": "Feature Flag Hook" };
    expect(verify({ headers: claimed, body: sent }, { secret: signingToken, now })).toMatchObject({
      type: "unknown",
      name: "push",
    });
  });
});

test("Rails' escapes do not survive a parser, and are not what is read", () => {
  const { headers, body: sent } = escaped!;
  expect(codeOf(headers, signingToken, JSON.stringify(JSON.parse(sent)))).toBe("signature-mismatch");
  expect(verify({ headers, body: sent }, { secret: signingToken, now })).toMatchObject({
    payload: { object_attributes: { description: "Tea & <biscuits>", active: false } },
  });
});

test("both directions have one type", () => {
  const off = { ...payload, object_attributes: { ...payload.object_attributes, active: false } };
  expect([verified(payload).type, verified(off).type]).toEqual(["feature_flag", "feature_flag"]);
});

test.each([
  { name: "its state", object_attributes: { id: 6, name: "a" }, path: "active" },
  { name: "its name", object_attributes: { id: 6, active: true }, path: "name" },
  { name: "its id", object_attributes: { name: "a", active: true }, path: "id" },
])("refuses a flag without $name, as a template of one's own may send it", ({ object_attributes, path }) => {
  const sent = JSON.stringify({ object_kind: "feature_flag", object_attributes });
  const result = safeVerify(
    { headers: gitlab.sign(sent, { secret: secretToken }), body: sent },
    { secret: secretToken },
  );
  expect(result).toMatchObject({
    error: { code: "schema-mismatch", issues: [{ path: ["object_attributes", path] }] },
  });
});

test("takes a template that sends what a handler needs, and no more", () => {
  const least = { object_kind: "feature_flag", object_attributes: { id: 6, name: "a", active: true } };
  expect(verified(least).type).toBe("feature_flag");
});

describe("the signed time", () => {
  test.each([
    { seconds: 300, code: "accepted" },
    { seconds: 301, code: "stale-timestamp" },
    { seconds: -301, code: "stale-timestamp" },
  ])("$seconds s ago is $code", ({ seconds, code }) => {
    const clock = (): Date => new Date(Number(on!.now) + seconds * 1000);
    const result = safeVerify({ headers: on!.headers, body }, { secret: signingToken, now: clock });
    expect(result.ok ? "accepted" : result.error.code).toBe(code);
  });
});
