import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { bodyTemplate, configcat, flagChanges, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const [templated, quoted, custom, empty, rotated, documented] = vectors.genuine.map(
  ({ secret, headers, body, now }) => ({ headers, body, options: { secret, now: () => now! } }),
);
const secret = "secret";

function verified(payload: unknown) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return verify({ headers: configcat.sign(body, { secret }), body }, { secret });
}

function codeOf(headers: Readonly<Record<string, string>>, body: string, now = documented!.options.now) {
  const result = configcat.safeVerify({ headers, body }, { secret: documented!.options.secret, now });
  return result.ok ? result.event.type : result.error.code;
}

test("gives a delivery as a typed event, field for field", () => {
  const { headers, body, options } = templated!;
  expect(verify({ headers, body }, options)).toStrictEqual({
    provider: "configcat",
    type: "changed",
    name: "changed",
    id: "b616ca659d154a5fb907dd8475792eeb",
    dedupeKey: "sha256:4516896a65e8714113214f21ebbac91639d39ec3424a95cbfee7cb368b3ad8e6",
    dedupe: { kind: "digest", repeatable: true },
    secretIndex: 0,
    payload: JSON.parse(body) as unknown,
  });
});

test("changes that stand in quotes are the same list", () => {
  const of = ({ headers, body, options }: typeof templated & object) =>
    verify({ headers, body }, options).payload;
  expect(of(quoted!)).toStrictEqual(of(templated!));
});

test.each([
  { name: "no JSON", changes: "[{", expected: "array, or JSON text of one" },
  { name: "JSON of something else", changes: '{"settingKey":"a"}', expected: "array" },
])("refuses changes in quotes that are $name, and says what they should be", ({ changes, expected }) => {
  const body = JSON.stringify({ changes });
  expect(configcat.safeVerify({ headers: configcat.sign(body, { secret }), body }, { secret })).toMatchObject(
    {
      ok: false,
      error: { code: "schema-mismatch", issues: [{ path: ["changes"], expected }] },
    },
  );
});

test("a body in another template is unknown, and a delivery without one is an event of its own", () => {
  expect(verify(custom!, custom!.options)).toMatchObject({ type: "unknown", name: "custom" });
  const event = verify(empty!, empty!.options);
  expect(event).toMatchObject({ type: "notified", name: "notified" });
  expect(event).toHaveProperty("payload", undefined);
});

test("a signed body that is no JSON is said to be that, and not to be badly signed", () => {
  expect(codeOf(documented!.headers, documented!.body)).toBe("invalid-json");
  expect(codeOf(documented!.headers, `${documented!.body} `)).toBe("signature-mismatch");
  expect(() => configcat.verifySignature(documented!, documented!.options)).not.toThrow();
});

test("takes any signature of the list by any configured key", () => {
  const primary = documented!.options.secret;
  const secondary = rotated!.options.secret;
  const now = rotated!.options.now;
  for (const given of [primary, secondary, [secondary, primary], ["other", secondary]]) {
    expect(configcat.safeVerify(rotated!, { secret: given, now }).ok).toBe(true);
  }
  expect(configcat.safeVerify(rotated!, { secret: "other", now }).ok).toBe(false);
});

const { "X-ConfigCat-Webhook-Signature-V1": signature } = documented!.headers as Record<string, string>;
const ID = "X-ConfigCat-Webhook-ID";
const TIME = "X-ConfigCat-Webhook-Timestamp";
const V1 = "X-ConfigCat-Webhook-Signature-V1";
const genuine = { [ID]: "b616ca659d154a5fb907dd8475792eeb", [TIME]: "1669629035", [V1]: signature! };

// Nothing stands between the id and the time, so these sign the same bytes as the genuine one.
test.each([
  { name: "a digit of the time is moved into the id", id: `${genuine[ID]}1`, time: "669629035" },
  { name: "all digits but one are", id: `${genuine[ID]}166962903`, time: "5" },
])("refuses a delivery as stale when $name", ({ id, time }) => {
  expect(codeOf({ ...genuine, [ID]: id, [TIME]: time }, "examplebody")).toBe("stale-timestamp");
});

test("refuses a delivery as malformed when a letter of the id is moved into the time", () => {
  const headers = { ...genuine, [ID]: genuine[ID].slice(0, -1), [TIME]: `b${genuine[TIME]}` };
  expect(codeOf(headers, "examplebody")).toBe("malformed-signature");
});

test.each([
  { after: 300, code: "invalid-json" },
  { after: 301, code: "stale-timestamp" },
  { after: -300, code: "invalid-json" },
  { after: -301, code: "stale-timestamp" },
])("$after s after it was sent the documentation's example is $code", ({ after, code }) => {
  expect(codeOf(genuine, "examplebody", () => new Date((1_669_629_035 + after) * 1000))).toBe(code);
});

test("a signature of a version to come is none of ours", () => {
  const { [V1]: _v1, ...others } = genuine;
  const headers = { ...others, "X-ConfigCat-Webhook-Signature-V2": signature! };
  expect(codeOf(headers, "examplebody")).toBe("missing-signature");
});

test.each([
  { name: "id", headers: { ...genuine, [ID]: `${genuine[ID]}, ${genuine[ID]}` } },
  { name: "time", headers: { ...genuine, [TIME]: "1669629035, 1669629035" } },
  { name: "signature", headers: { ...genuine, [V1]: `${signature}, ${signature}` } },
])("refuses a delivery whose $name came twice, joined as Node joins it", ({ headers }) => {
  expect(codeOf(headers, "examplebody")).toBe("malformed-signature");
});

test.each([
  { name: "without its prefix", key: "VN3juirnVh5pNvCKd81RYRYchxUX4j3NykbZG2fAy88=" },
  { name: "decoded", key: Buffer.from("VN3juirnVh5pNvCKd81RYRYchxUX4j3NykbZG2fAy88=", "base64") },
])("the key $name is another one", ({ key }) => {
  expect(configcat.safeVerify(documented!, { secret: key, now: documented!.options.now })).toMatchObject({
    ok: false,
    error: { code: "signature-mismatch" },
  });
});

test("a body whose arrow was read as Latin-1 is another one", () => {
  const { headers, body, options } = templated!;
  const mangled = Buffer.from(Buffer.from(body).toString("latin1"));
  expect(configcat.safeVerify({ headers, body: mangled }, options)).toMatchObject({
    ok: false,
    error: { code: "signature-mismatch" },
  });
});

test("every event repeats, an unknown one too: the same bytes may be published again", () => {
  for (const { body } of [templated!, custom!, empty!]) {
    expect(verified(body).dedupe).toEqual({ kind: "digest", repeatable: true });
  }
});

test("our template, filled in as ConfigCat does, is the sample", () => {
  const { changed } = samples.configcat;
  const values: Readonly<Record<string, string>> = {
    ConfigName: changed.config,
    ConfigId: changed.configId,
    EnvironmentName: changed.environment,
    EnvironmentId: changed.environmentId,
    URL: changed.url,
    ChangeNotes: changed.notes,
    ChangedBy: changed.by,
    ChangeDetails: JSON.stringify(changed.changes),
  };
  const body = bodyTemplate.replaceAll(/##(\w+)##/g, (_, variable: string) => values[variable]!);
  const event = verified(body);
  expect(event).toMatchObject({ type: "changed", payload: changed });
  expect(flagChanges(event)).toHaveLength(3);
});
