import { defineHandshake } from "@flaghook/core";
import { describe, expect, test } from "vitest";
import { handshake } from "../src/definition.ts";
import {
  loggedEvents,
  safeVerify,
  statsig,
  statsigPrecommit,
  verify,
  type BatchPayload,
} from "../src/index.ts";
import { precommitVectors, vectors } from "./vectors.ts";

const [changes, bare] = vectors.genuine;
const { secret, headers, body } = changes!;
const time = Number(changes!.now);
const now = (): Date => new Date(time);
const check = '{"data":{"event":"url_verification","verification_code":"abc123"}}';

function codeOf(given: object, sent: string = body, clock = now): string {
  const delivery = { headers: given as Record<string, string>, body: sent };
  const result = safeVerify(delivery, { secret, now: clock });
  return result.ok ? "accepted" : result.error.code;
}

test("gives a batch, field for field", () => {
  const event = verify({ headers, body }, { secret, now });
  expect(event).toEqual({
    provider: "statsig",
    type: "batch",
    name: "batch",
    id: undefined,
    dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
    dedupe: { kind: "digest", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

const entriesOf = (sent: string): number => loggedEvents(JSON.parse(sent) as BatchPayload).length;

test("gives the entries of a batch in either of its forms", () => {
  expect([entriesOf(body), entriesOf(bare!.body)]).toEqual([3, 1]);
});

describe("the signed time", () => {
  test.each([
    { milliseconds: 300_000, code: "accepted" },
    { milliseconds: -300_000, code: "accepted" },
    { milliseconds: 300_001, code: "stale-timestamp" },
    { milliseconds: -300_001, code: "stale-timestamp" },
  ])("is in milliseconds: $milliseconds away is $code", ({ milliseconds, code }) => {
    expect(codeOf(headers, body, () => new Date(time + milliseconds))).toBe(code);
  });

  test("in seconds is another one", () => {
    expect(codeOf({ ...headers, "X-Statsig-Request-Timestamp": "1767225600" })).toBe("signature-mismatch");
  });
});

test.each([
  { name: "no v0=", change: (value: string) => value.slice(3) },
  { name: "sha256=, which a relay writes", change: (value: string) => value.replace("v0", "sha256") },
  { name: "v1=", change: (value: string) => value.replace("v0", "v1") },
])("a signature with $name is malformed", ({ change }) => {
  const given = { ...headers, "X-Statsig-Signature": change(headers["X-Statsig-Signature"]!) };
  expect(codeOf(given)).toBe("malformed-signature");
});

test("the example of the documentation, whose secret is not published, is no one else's", () => {
  const published = {
    "x-statsig-signature": `v0=${"05c50d15".padEnd(64, "0")}`,
    "x-statsig-request-timestamp": "1671672194836",
  };
  expect(codeOf(published, body, () => new Date(1_671_672_194_836))).toBe("signature-mismatch");
});

describe("the check of a URL", () => {
  test("has no mistake", () => {
    expect(defineHandshake(handshake)).toBeTypeOf("function");
  });

  test("has a response, and is no way around the signature", () => {
    expect(statsig.handshake!({ headers: {}, body: check })).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"verification_code":"abc123"}',
    });
    expect(codeOf({}, check)).toBe("missing-signature");
  });

  test.each([
    { name: "a key more", sent: check.replace(/}$/, ',"x":1}') },
    { name: "a key more within", sent: check.replace('"event"', '"x":1,"event"') },
    { name: "a list", sent: check.replace("{", "[{").replace(":{", ":[{").replace("}}", "}]}]") },
    { name: "data in a list", sent: '{"data":[{"event":"url_verification","verification_code":"a"}]}' },
    { name: "markup", sent: check.replace("abc123", "<b>") },
    { name: "257 letters", sent: check.replace("abc123", "a".repeat(257)) },
  ])("is none with $name", ({ sent }) => {
    expect(statsig.handshake!({ headers: {}, body: sent })).toBeUndefined();
    expect(codeOf({}, sent)).toBe("missing-signature");
  });

  test("is none with a signature, and signed it is no batch", () => {
    const signed = statsig.sign(check, { secret, timestamp: now() });
    expect(statsig.handshake!({ headers: signed, body: check })).toBeUndefined();
    expect(codeOf(signed, check)).toBe("schema-mismatch");
  });
});

test.each([
  { name: "without its name", entry: {} },
  { name: "that is a number", entry: 1 },
  { name: "whose user is a text", entry: { eventName: "a", user: "ada" } },
])("refuses an entry $name, in either form", ({ entry }) => {
  for (const payload of [[entry], { data: [entry] }]) {
    const sent = JSON.stringify(payload);
    expect(codeOf(statsig.sign(sent, { secret, timestamp: now() }), sent)).toBe("schema-mismatch");
  }
});

test("the pre-commit webhook has a key of its own, which is compared whole", () => {
  const { headers: own, body: sent, secret: key } = precommitVectors.genuine[0]!;
  const codeWith = (given: object): string => {
    const delivery = { headers: given as Record<string, string>, body: sent };
    const result = statsigPrecommit.safeVerify(delivery, { secret: key });
    return result.ok ? "accepted" : result.error.code;
  };
  expect(codeWith(own)).toBe("accepted");
  expect(codeWith({ "x-statsig-webhook-key": `${key} ` })).toBe("signature-mismatch");
  expect(codeWith(statsig.sign(sent, { secret: key }))).toBe("missing-signature");
  expect(statsigPrecommit.eventId).toEqual({ field: "review_id", signed: false });
});
