import { expect, test } from "vitest";
import { flipt, safeVerify, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [created, escaped, rule] = vectors.genuine;
const published = vectors.genuine.find(({ secret: own }) => own === "s3crET");
const payload = JSON.parse(created!.body) as Record<string, unknown>;

function verified(given: unknown) {
  const body = JSON.stringify(given);
  return verify({ headers: flipt.sign(body, { secret }), body }, { secret });
}

test("gives a created flag as a typed event, field for field", () => {
  const { headers, body, secret: own } = created!;
  expect(verify({ headers, body }, { secret: own })).toEqual({
    provider: "flipt",
    type: "flag",
    name: "flag",
    id: undefined,
    dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload,
  });
});

test("knows nine types with three actions each", () => {
  expect(Object.entries(flipt.events).map(([type, { actions }]) => [type, actions])).toEqual(
    ["flag", "variant", "rule", "rollout", "distribution", "segment", "constraint", "namespace", "token"].map(
      (type) => [type, ["created", "updated", "deleted"]],
    ),
  );
});

test("verifies Flipt's own test, whose version, time and status are empty", () => {
  const { headers, body, secret: own } = published!;
  expect(verify({ headers, body }, { secret: own })).toMatchObject({ type: "unknown", name: "flag" });
  expect(verified({ ...(JSON.parse(body) as object), action: "created" }).type).toBe("flag");
});

test.each(["X-Flipt-Webhook-Signature", "x-flipt-webhook-signature", "X-FLIPT-WEBHOOK-SIGNATURE"])(
  "finds the signature as %s",
  (name) => {
    const { headers, body, secret: own } = created!;
    const [signature] = Object.values(headers);
    expect(verify({ headers: { [name]: signature! }, body }, { secret: own }).type).toBe("flag");
  },
);

test("a templated sink, which never signs, is refused", () => {
  const { body, secret: own } = created!;
  const result = safeVerify({ headers: { "user-agent": "Go-http-client/1.1" }, body }, { secret: own });
  expect(result).toMatchObject({ ok: false, error: { code: "missing-signature" } });
});

test("Go's escapes do not survive a parser, and are not what is read", () => {
  const { headers, body, secret: own } = escaped!;
  const again = JSON.stringify(JSON.parse(body));
  expect(again).not.toBe(body);
  expect(safeVerify({ headers, body: again }, { secret: own })).toMatchObject({
    error: { code: "signature-mismatch" },
  });
  expect(verify({ headers, body }, { secret: own })).toMatchObject({
    payload: { payload: { description: "Tea & <biscuits>" } },
  });
});

test("gives a share of 32 bits as it is written", () => {
  const { headers, body, secret: own } = rule!;
  expect(verify({ headers, body }, { secret: own })).toMatchObject({
    payload: { payload: { distributions: [{ rollout: 33.33 }] } },
  });
});

test("takes an event with nothing but its type and action", () => {
  for (const type of Object.keys(flipt.events)) {
    expect(verified({ type, action: "deleted" })).toMatchObject({ type });
    expect(verified({ type, action: "deleted", payload: { key: "a" }, metadata: {} })).toMatchObject({
      type,
    });
  }
});

test.each([
  { name: "a state in text", fields: { payload: { enabled: "true" } }, path: ["payload", "enabled"] },
  { name: "a key that is a number", fields: { payload: { key: 1 } }, path: ["payload", "key"] },
  { name: "an actor in text", fields: { metadata: { actor: "ada" } }, path: ["metadata", "actor"] },
])("refuses a flag with $name", ({ fields, path }) => {
  const body = JSON.stringify({ ...payload, ...fields });
  expect(safeVerify({ headers: flipt.sign(body, { secret }), body }, { secret })).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path }] },
  });
});

test("the same save twice in one second has one key, which is the limit of a digest", () => {
  expect(verified(payload).dedupeKey).toBe(verified({ ...payload }).dedupeKey);
  const later = { ...payload, timestamp: "2026-01-01T09:00:01+01:00" };
  expect(verified(later).dedupeKey).not.toBe(verified(payload).dedupeKey);
});
