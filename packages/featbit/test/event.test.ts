import { describe, expect, test } from "vitest";
import { featbit, safeVerify, verify, type FeatbitEvent } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [toggled, several, created, segment] = vectors.genuine;
const payload = JSON.parse(toggled!.body) as Record<string, unknown>;

function verified(given: unknown, headers: object = {}): FeatbitEvent {
  const body = typeof given === "string" ? given : JSON.stringify(given);
  return verify({ headers: { ...featbit.sign(body, { secret }), ...headers }, body }, { secret });
}

test("gives a flag that was toggled as a typed event, field for field", () => {
  const { headers, body, secret: own } = toggled!;
  expect(verify({ headers, body }, { secret: own })).toEqual({
    provider: "featbit",
    type: "feature_flag",
    name: "feature_flag",
    id: "0b1f1a52-7e64-4b8f-9f63-5a7d5a1b0101",
    dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload,
    events: ["feature_flag.toggled"],
  });
});

test("says apart what one save did", () => {
  const { headers, body, secret: own } = several!;
  expect(verify({ headers, body }, { secret: own })).toMatchObject({
    type: "feature_flag",
    events: ["feature_flag.toggled", "feature_flag.targeting_rules_changed"],
  });
});

describe("names", () => {
  test.each([
    { name: "event", given: { event: "segment.created" }, type: "segment", events: ["segment.created"] },
    { name: "events", given: { events: "segment.created" }, type: "segment", events: ["segment.created"] },
    {
      name: "event before events",
      given: { event: "feature_flag.created", events: "segment.created" },
      type: "feature_flag",
      events: ["feature_flag.created"],
    },
    {
      name: "events where event is empty",
      given: { event: "", events: "segment.created" },
      type: "segment",
      events: ["segment.created"],
    },
    {
      name: "one that is new",
      given: { event: "feature_flag.cloned" },
      type: "feature_flag",
      events: ["feature_flag.cloned"],
    },
    {
      name: "those of two kinds",
      given: { event: "feature_flag.created,segment.created" },
      type: "unknown",
      events: ["feature_flag.created", "segment.created"],
    },
  ])("are read from $name", ({ given, type, events }) => {
    expect(verified(given)).toMatchObject({ type, events });
  });

  test("are never read from the X-FeatBit-Event header, which nobody signed", () => {
    const claimed = { "X-FeatBit-Event": "feature_flag.deleted" };
    expect(verified(payload, claimed).events).toEqual(["feature_flag.toggled"]);
    const body = '{"text":"a flag was toggled"}';
    const headers = { ...featbit.sign(body, { secret }), ...claimed };
    expect(safeVerify({ headers, body }, { secret })).toMatchObject({
      error: { code: "schema-mismatch", message: expect.stringContaining("known shape") as unknown },
    });
  });
});

test("the delivery's id is a hint that nobody signed: the key is a digest", () => {
  expect(featbit.eventId).toEqual({ header: "x-featbit-delivery", signed: false });
  const [one, other] = ["a", "b"].map((id) => verified(payload, { "x-featbit-delivery": id }));
  expect([one!.id, other!.id]).toEqual(["a", "b"]);
  expect(one!.dedupeKey).toBe(other!.dedupeKey);
});

test("a ten millionth of a second tells equal saves apart", () => {
  const later = { ...payload, happenedAt: "2026-01-01T00:00:00.1234568Z" };
  expect(verified(later).dedupeKey).not.toBe(verified(payload).dedupeKey);
});

test("indentation is signed: a body that was parsed and serialised again is another one", () => {
  const { headers, body, secret: own } = toggled!;
  expect(safeVerify({ headers, body: JSON.stringify(payload) }, { secret: own })).toMatchObject({
    error: { code: "signature-mismatch" },
  });
  expect(body).toMatch(/\n\n/);
});

test.each([
  { name: "no sha256=", change: (value: string) => value.slice("sha256=".length) },
  { name: "sha1=", change: (value: string) => value.replace("sha256", "sha1") },
])("a signature with $name is malformed", ({ change }) => {
  const { headers, body, secret: own } = toggled!;
  const given = { ...headers, "X-FeatBit-Signature-256": change(headers["X-FeatBit-Signature-256"]!) };
  expect(safeVerify({ headers: given, body }, { secret: own })).toMatchObject({
    error: { code: "malformed-signature" },
  });
});

test("a signature header of one's own in another case replaces FeatBit's, and does not verify", () => {
  const { headers, body, secret: own } = toggled!;
  const { "X-FeatBit-Signature-256": _, ...others } = headers;
  const given = { ...others, "x-featbit-signature-256": `sha256=${"0".repeat(64)}` };
  expect(safeVerify({ headers: given, body }, { secret: own })).toMatchObject({
    error: { code: "signature-mismatch" },
  });
  expect(safeVerify({ headers: { ...headers, ...given }, body }, { secret: own })).toMatchObject({
    error: { code: "malformed-signature" },
  });
});

test("keeps HTML's escapes in the payload as they came", () => {
  const { headers, body, secret: own } = created!;
  expect(verify({ headers, body }, { secret: own })).toMatchObject({
    payload: { data: { object: { name: "A &amp; B &quot;x&quot;" } } },
  });
});

test("takes booleans as texts and empty, and a segment without tags", () => {
  const flag = { isEnabled: "false", isArchived: "", exptIncludeAllTargets: "true", description: "" };
  expect(verified({ event: "feature_flag.toggled", data: { object: flag } }).type).toBe("feature_flag");
  const { data, ...others } = JSON.parse(segment!.body) as { data: { object: object } };
  const { tags: _, ...object } = data.object as { tags: unknown };
  expect(verified({ ...others, data: { ...data, object } }).type).toBe("segment");
});

test.each([
  { name: "a state that is a number", object: { isEnabled: 1 }, path: ["isEnabled"] },
  { name: "tags in a text", object: { tags: "web" }, path: ["tags"] },
  { name: "a share in texts", object: { rules: [{ variations: [{ rollout: ["0"] }] }] }, path: ["rules"] },
])("refuses a flag with $name", ({ object, path }) => {
  const body = JSON.stringify({ ...payload, data: { object } });
  const result = safeVerify({ headers: featbit.sign(body, { secret }), body }, { secret });
  expect(result.ok ? [] : result.error.issues![0]!.path.slice(0, 3)).toEqual(["data", "object", ...path]);
});
