import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import type { VerifyOptions } from "../../src/signature.ts";
import { body, secret, signature, verifyAcme } from "../support/acme.ts";
import { slack, standardWebhooks } from "../support/schemes.ts";
import { verifierOf } from "../support/verify-scheme.ts";

const headers = { "x-acme-signature": signature };

const verify = (options: unknown): void => verifyAcme({ headers, body }, options as VerifyOptions);

describe("verify throws a TypeError on", () => {
  const sparse: string[] = [];
  sparse.length = 1;

  it.each<{ name: string; options: unknown }>([
    { name: "no options", options: undefined },
    { name: "null", options: null },
    { name: "the secret in place of options", options: secret },
    { name: "no secret", options: {} },
    { name: "an undefined secret", options: { secret: undefined } },
    { name: "a null secret", options: { secret: null } },
    { name: "an empty secret", options: { secret: "" } },
    { name: "a secret of no bytes", options: { secret: new Uint8Array(0) } },
    { name: "a number for a secret", options: { secret: 42 } },
    { name: "an ArrayBuffer for a secret", options: { secret: new ArrayBuffer(8) } },
    { name: "a DataView for a secret", options: { secret: new DataView(new ArrayBuffer(8)) } },
    { name: "a String object for a secret", options: { secret: Object(secret) } },
    { name: "an empty list", options: { secret: [] } },
    { name: "a list with an empty secret", options: { secret: [secret, ""] } },
    { name: "a list with an undefined secret", options: { secret: [secret, undefined] } },
    { name: "a list with a hole", options: { secret: sparse } },
    { name: "a list in a list", options: { secret: [[secret]] } },
    { name: "an unknown option", options: { secret, tolerance: 5 } },
    { name: "a misspelt option", options: { secret, maxBodySize: 5 } },
    { name: "a negative limit", options: { secret, maxBodyBytes: -1 } },
    { name: "a broken limit", options: { secret, maxBodyBytes: 1.5 } },
    { name: "a limit of NaN", options: { secret, maxBodyBytes: Number.NaN } },
    { name: "a limit in text", options: { secret, maxBodyBytes: "1mb" } },
    { name: "a limit of minus infinity", options: { secret, maxBodyBytes: -Infinity } },
    { name: "a limit of null", options: { secret, maxBodyBytes: null } },
    { name: "a Date for the clock", options: { secret, now: new Date(0) } },
    { name: "a number for the clock", options: { secret, now: 0 } },
  ])("$name", ({ options }) => {
    expect(() => verify(options)).toThrow(TypeError);
  });

  it.each([undefined, null, body])("a delivery of %j, and says so", (delivery) => {
    expect(() => verifyAcme(delivery as never, { secret })).toThrow(
      new TypeError("delivery must be an object."),
    );
  });
});

it("asks for the environment variable when the secret is undefined", () => {
  expect(() => verify({ secret: undefined })).toThrow("environment variable");
});

it.each([
  { name: "text", given: secret },
  { name: "bytes", given: Buffer.from(secret) },
  { name: "a list", given: [secret] },
  {
    name: "bytes of another realm",
    given: runInNewContext(`Uint8Array.from([${Buffer.from(secret).join()}])`),
  },
])("takes a secret as $name", ({ given }) => {
  expect(() => verify({ secret: given, maxBodyBytes: undefined, now: undefined })).not.toThrow();
});

describe("the clock", () => {
  const time = 1_531_420_618_000;
  const verifySlack = verifierOf("slack", { ...slack, signs: ["timestamp", "body"] });
  // HMAC-SHA256 of "1531420618{}" under "acme-secret", made with openssl.
  const delivery = {
    headers: {
      "x-slack-request-timestamp": "1531420618",
      "x-slack-signature": "v0=66a90afd709f7e27435bb564b597175e40f680a5c9c27dc4a8901282f97bb844",
    },
    body: "{}",
  };

  it("may be a Date of another realm", () => {
    const date = runInNewContext(`new Date(${time})`) as Date;
    expect(() => verifySlack(delivery, { secret, now: () => date })).not.toThrow();
  });

  it.each([
    { name: "an invalid Date", given: new Date(Number.NaN) },
    { name: "a number", given: time },
    { name: "a text", given: "2018-07-12T18:36:58Z" },
    { name: "nothing", given: undefined },
  ])("must not give $name", ({ given }) => {
    expect(() => verifySlack(delivery, { secret, now: () => given as Date })).toThrow(TypeError);
  });

  it("is not asked for a forgery", () => {
    const now = vi.fn<() => Date>(() => new Date(time));
    expect(() => verifySlack({ ...delivery, body: "[]" }, { secret, now })).toThrow(
      expect.objectContaining({ code: "signature-mismatch" }),
    );
    expect(now).not.toHaveBeenCalled();
  });
});

describe("an encoded secret", () => {
  const verifyStandard = verifierOf("standard", standardWebhooks);
  const good = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const call = (options: VerifyOptions) => () => verifyStandard({ headers: {}, body: "" }, options);

  it.each([
    { name: "without its prefix", given: good.slice("whsec_".length) },
    { name: "with its prefix twice", given: `whsec_${good}` },
    { name: "with another text before", given: `v1,${good}` },
    { name: "of junk, which Buffer would read as an empty key", given: "whsec_!!!!" },
    { name: "with white space after", given: `${good}\n` },
    { name: "in the URL alphabet", given: good.replace("M", "-") },
    { name: "cut off", given: good.slice(0, -1) },
    { name: "of 15 bytes", given: `whsec_${btoa("k".repeat(15))}` },
    { name: "of nothing", given: "whsec_" },
  ])("$name is a TypeError, before the delivery is judged", ({ given }) => {
    expect(call({ secret: given })).toThrow(TypeError);
    expect(call({ secret: [good, given] })).toThrow(TypeError);
    expect(call({ secret: good })).toThrow(expect.objectContaining({ code: "missing-signature" }));
  });

  it("is never quoted", () => {
    expect(call({ secret: "whsec_my-private-key" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("private") }),
    );
  });

  it("may be short when the scheme says so", () => {
    const scheme = { ...standardWebhooks, key: { ...standardWebhooks.key!, minBytes: 4 } };
    const short = verifierOf("standard", scheme);
    expect(() => short({ headers: {}, body: "" }, { secret: "whsec_a2tray==" })).toThrow(TypeError); // bits left over
    expect(() => short({ headers: {}, body: "" }, { secret: "whsec_a2traw==" })).toThrow(
      expect.objectContaining({ code: "missing-signature" }),
    );
  });

  it("given as bytes is the key itself", () => {
    const signed = {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const key = Buffer.from(good.slice("whsec_".length), "base64");
    const keyed = { secret: key, now: () => new Date(1_614_265_330_000) };
    const published = { headers: signed, body: '{"test": 2432232314}' };
    expect(() => verifyStandard(published, keyed)).not.toThrow();
  });
});
