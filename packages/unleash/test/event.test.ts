import { describe, expect, test } from "vitest";
import { safeVerify, unleash, verify, type VerifyOptions } from "../src/index.ts";
import { eventNames } from "../src/event-names.ts";
import { vectors } from "./vectors.ts";

const [enabled, , , quoted] = vectors.genuine;
const { secret, headers, body } = enabled!;

function codeOf(given: object, options: VerifyOptions = { secret }, sent: string = body): string {
  const result = safeVerify({ headers: given as Record<string, string>, body: sent }, options);
  return result.ok ? "accepted" : result.error.code;
}

test("gives an event, field for field", () => {
  expect(verify({ headers, body }, { secret })).toEqual({
    provider: "unleash",
    type: "feature-environment-enabled",
    name: "feature-environment-enabled",
    id: "930",
    dedupeKey: "930",
    dedupe: { kind: "identity", repeatable: false },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
  expect(unleash.eventId).toEqual({ field: "id", signed: false });
});

test("knows the 33 events that a webhook can be set up for", () => {
  expect(eventNames).toHaveLength(33);
  expect(Object.keys(unleash.events)).toEqual(eventNames);
});

describe("the token", () => {
  test.each([
    { name: "as it was configured", value: "API KEY 123abc", code: "accepted" },
    { name: "with a space behind it", value: "API KEY 123abc ", code: "signature-mismatch" },
    { name: "with a line break behind it", value: "API KEY 123abc\n", code: "signature-mismatch" },
    { name: "with Bearer before it", value: "Bearer API KEY 123abc", code: "signature-mismatch" },
    { name: "in another case", value: "api key 123abc", code: "signature-mismatch" },
    { name: "its last word alone", value: "123abc", code: "signature-mismatch" },
    { name: "of a basic login in the URL", value: "Basic YTpi", code: "signature-mismatch" },
  ])("$name is $code", ({ value, code }) => {
    expect(codeOf({ authorization: value })).toBe(code);
  });

  test("must come where a secret is configured", () => {
    expect(codeOf({})).toBe("missing-signature");
  });

  test("may be one of two while it is changed, or named as a token", () => {
    expect(codeOf(headers, { secret: ["new", secret] })).toBe("accepted");
    expect(codeOf(headers, { secret: { token: secret } })).toBe("accepted");
  });

  test("proves nothing of the body", () => {
    expect(codeOf(headers, { secret }, body.replace("new-checkout", "other"))).toBe("accepted");
  });
});

describe("a template", () => {
  test("{{{eventJson}}} sends JSON in a JSON text, which is read", () => {
    expect(quoted!.body.startsWith('"')).toBe(true);
    const event = verify({ headers, body: quoted!.body }, { secret });
    expect(event).toMatchObject({ type: "feature-environment-enabled", dedupeKey: "930" });
  });

  test.each([
    { name: "text", sent: "{{event}}", code: "invalid-json" },
    { name: "HTML's quotes", sent: body.replaceAll('"', "&quot;"), code: "invalid-json" },
    { name: "text in a JSON text", sent: '"no event"', code: "invalid-json" },
    { name: "JSON in two JSON texts", sent: JSON.stringify(quoted!.body), code: "schema-mismatch" },
    { name: "fields of one's own", sent: '{"text":"a flag changed"}', code: "schema-mismatch" },
  ])("of $name is $code", ({ sent, code }) => {
    expect(codeOf(headers, { secret }, sent)).toBe(code);
  });
});

test("takes what older servers and events leave out", () => {
  const payload = {
    id: 1,
    type: "feature-tagged",
    createdBy: "unknown",
    createdAt: "2020-01-01T00:00:00.000Z",
  };
  expect(codeOf(headers, { secret }, JSON.stringify(payload))).toBe("accepted");
  const list = JSON.stringify({ ...payload, data: [1], preData: {}, createdByUserId: null, label: "x" });
  expect(codeOf(headers, { secret }, list)).toBe("accepted");
});

test.each(["id", "createdBy", "createdAt"])("refuses an event without its %s", (field) => {
  const { [field]: _dropped, ...rest } = JSON.parse(body) as Record<string, unknown>;
  expect(safeVerify({ headers, body: JSON.stringify(rest) }, { secret })).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path: [field] }] },
  });
});
