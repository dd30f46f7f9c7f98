import { describe, expect, it } from "vitest";
import {
  defineProvider,
  type DeliveryInput,
  type SignatureScheme,
  type VerifyOptions,
} from "../../src/index.ts";
import { standardWebhooks } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

// A delivery with all of these faults is refused for the first that is left, in this order.
const time = Date.UTC(2026, 0, 1);
const secret = `whsec_${btoa("k".repeat(24))}`;
const provider = defineProvider({
  id: "order",
  scheme: { ...standardWebhooks, key: { encoding: "base64", prefix: "whsec_" } } satisfies SignatureScheme,
  eventName: { field: "type" },
  events: { ping: (payload) => (payload as { ok?: unknown }).ok === true },
});

interface Situation {
  body: unknown;
  headers: Record<string, string>;
  options: Record<string, unknown>;
}

const notJson = "not JSON";
const wrongSchema = '{"type":"ping"}';
const good = '{"type":"ping","ok":true}';

const signed = (body: string, timestamp = new Date(time)): Record<string, string> =>
  provider.sign(body, { secret, id: "msg_1", timestamp });

const options = { secret, now: () => new Date(time) };
const stale = signed(notJson, new Date(0));

// Each row mends one fault of the row before it and leaves all later ones in place.
const steps: readonly { verdict: string; mended: string; situation: Situation }[] = [
  {
    verdict: "TypeError",
    mended: "nothing",
    situation: { body: { parsed: true }, headers: {}, options: { ...options, secret: "", maxBodyBytes: 3 } },
  },
  {
    verdict: "TypeError",
    mended: "the empty secret, but the new one is not of the scheme's form",
    situation: {
      body: { parsed: true },
      headers: {},
      options: { ...options, secret: "no prefix", maxBodyBytes: 3 },
    },
  },
  {
    verdict: "body-not-raw",
    mended: "the secret",
    situation: { body: { parsed: true }, headers: {}, options: { ...options, maxBodyBytes: 3 } },
  },
  {
    verdict: "body-too-large",
    mended: "the body's kind",
    situation: { body: notJson, headers: {}, options: { ...options, maxBodyBytes: 3 } },
  },
  { verdict: "missing-signature", mended: "the size", situation: { body: notJson, headers: {}, options } },
  {
    verdict: "missing-signature",
    mended: "the signature's header, though its value is junk",
    situation: { body: notJson, headers: { "webhook-signature": "junk" }, options },
  },
  {
    verdict: "missing-signature",
    mended: "the id's header, though its value is junk",
    situation: { body: notJson, headers: { "webhook-signature": "junk", "webhook-id": "" }, options },
  },
  {
    verdict: "malformed-signature",
    mended: "the timestamp's header, though its value is junk",
    situation: {
      body: notJson,
      headers: { "webhook-signature": "junk", "webhook-id": "", "webhook-timestamp": "junk" },
      options,
    },
  },
  {
    verdict: "signature-mismatch",
    mended: "the form of all three",
    situation: { body: notJson, headers: { ...stale, "webhook-id": "another" }, options },
  },
  {
    verdict: "stale-timestamp",
    mended: "the signature",
    situation: { body: notJson, headers: stale, options },
  },
  {
    verdict: "invalid-json",
    mended: "the time",
    situation: { body: notJson, headers: signed(notJson), options },
  },
  {
    verdict: "schema-mismatch",
    mended: "the JSON",
    situation: { body: wrongSchema, headers: signed(wrongSchema), options },
  },
  { verdict: "accepted", mended: "the payload", situation: { body: good, headers: signed(good), options } },
];

const run = (
  verb: "verify" | "safeVerify" | "verifySignature",
  { body, headers, options: given }: Situation,
): string => {
  try {
    return verdictOf(() => {
      const result = provider[verb]({ body, headers } as DeliveryInput, given as unknown as VerifyOptions);
      if (result !== undefined && "ok" in result && !result.ok) throw result.error;
    });
  } catch (error) {
    return (error as Error).name;
  }
};

describe.each(["verify", "safeVerify"] as const)("%s", (verb) => {
  it.each(steps)("gives $verdict once this is mended: $mended", ({ verdict, situation }) => {
    expect(run(verb, situation)).toBe(verdict);
  });
});

describe("verifySignature", () => {
  it.each(steps)("gives the same as verify, up to the JSON: $mended", ({ verdict, situation }) => {
    const beyond = ["invalid-json", "schema-mismatch", "accepted"].includes(verdict);
    expect(run("verifySignature", situation)).toBe(beyond ? "accepted" : verdict);
  });

  it("returns nothing", () => {
    expect(provider.verifySignature({ body: good, headers: signed(good) }, options)).toBeUndefined();
  });
});

it("headers that are none at all are a TypeError before the body is judged", () => {
  const situation = { body: { parsed: true }, headers: undefined as never, options };
  expect(run("verify", situation)).toBe("TypeError");
  expect(run("verify", { ...situation, headers: ["Host", "x"] as never })).toBe("TypeError");
});

it("safeVerify still throws what the developer did wrong", () => {
  expect(() => provider.safeVerify({ body: good, headers: {} }, { secret: "" })).toThrow(TypeError);
});
