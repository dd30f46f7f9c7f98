import { describe, expect, test } from "vitest";
import { safeVerify, verify, workos } from "../src/index.ts";
import { verifySignature } from "../src/signature.ts";
import { vectors } from "./vectors.ts";

const [turnedOn, updated, , user] = vectors.genuine;
const { secret, headers, body } = turnedOn!;
const time = Number(turnedOn!.now);
const now = (): Date => new Date(time);
const [header] = Object.values(headers) as [string];
const payload = JSON.parse(body) as Record<string, unknown> & { data: object };

function codeOf(value: string, sent: string = body, clock = now): string {
  const result = safeVerify({ headers: { "workos-signature": value }, body: sent }, { secret, now: clock });
  return result.ok ? "accepted" : result.error.code;
}

test("gives a flag that was turned on, field for field", () => {
  expect(verify({ headers, body }, { secret, now })).toEqual({
    provider: "workos",
    type: "flag.rule_updated",
    name: "flag.rule_updated",
    id: "event_04",
    dedupeKey: "event_04",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload,
  });
  expect(verifySignature({ headers, body }, { secret, now })).toBeUndefined();
});

describe("the signed time", () => {
  test.each([
    { milliseconds: 180_000, code: "accepted" },
    { milliseconds: -180_000, code: "accepted" },
    { milliseconds: 180_001, code: "stale-timestamp" },
    { milliseconds: -180_001, code: "stale-timestamp" },
  ])("is in milliseconds: $milliseconds away is $code", ({ milliseconds, code }) => {
    expect(codeOf(header, body, () => new Date(time + milliseconds))).toBe(code);
  });

  test("in seconds is another one", () => {
    expect(codeOf(header.replace(String(time), String(Math.floor(time / 1000))))).toBe("signature-mismatch");
  });
});

test.each([
  { name: "no space after its comma", value: header.replace(", ", ","), code: "malformed-signature" },
  { name: "no time", value: header.split(", ")[1]!, code: "malformed-signature" },
  { name: "v0", value: header.replace("v1=", "v0="), code: "malformed-signature" },
  { name: "a second signature", value: `${header}, v1=${"0".repeat(64)}`, code: "malformed-signature" },
  { name: "all of it twice", value: `${header}, ${header}`, code: "malformed-signature" },
  { name: "another signature", value: header.replace(/.{64}$/, "0".repeat(64)), code: "signature-mismatch" },
])("a header with $name is $code", ({ value, code }) => {
  expect(codeOf(value)).toBe(code);
});

test("a body that was parsed and serialised in another way is another one", () => {
  expect(codeOf(header, JSON.stringify(payload, null, 2))).toBe("signature-mismatch");
});

test("takes both words for a flag, and its name before or after its id", () => {
  const { headers: own, body: sent } = updated!;
  expect(sent.startsWith('{"event"')).toBe(true);
  expect(verify({ headers: own, body: sent }, { secret, now })).toMatchObject({
    type: "flag.updated",
    payload: { data: { object: "flag" } },
  });
});

test("gives any other event as unknown, with its identity", () => {
  expect(verify({ headers: user!.headers, body: user!.body }, { secret, now })).toMatchObject({
    type: "unknown",
    name: "user.created",
    dedupe: { kind: "identity" },
  });
});

test("takes a flag with nothing but what names it", () => {
  for (const event of Object.keys(workos.events)) {
    const sent = JSON.stringify({ id: "event_1", event, data: { id: "flag_1", slug: "a" } });
    const signed = workos.sign(sent, { secret, timestamp: now() });
    expect(verify({ headers: signed, body: sent }, { secret, now }).type).toBe(event);
  }
});

test.each(["id", "slug"])("refuses a flag without its %s", (field) => {
  const sent = JSON.stringify({ ...payload, data: { ...payload.data, [field]: undefined } });
  const result = safeVerify(
    { headers: workos.sign(sent, { secret, timestamp: now() }), body: sent },
    { secret, now },
  );
  expect(result).toMatchObject({ error: { code: "schema-mismatch", issues: [{ path: ["data", field] }] } });
});
