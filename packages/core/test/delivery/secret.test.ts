import { describe, expect, it } from "vitest";
import { assertOptions } from "../../src/adapter.ts";
import { defineHexProvider, defineProvider, type WebhookEvent } from "../../src/index.ts";
import { body, sign } from "../support/acme.ts";
import { defineSignature, type VerifyOptions } from "../../src/signature.ts";
import { hexScheme, standardWebhooks } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

// Texts that stand in for a value that was missing, or not awaited. A forger can sign with each.
const texts = ["undefined", "null", "[object Object]", "[object Promise]"];

const definition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: { ping: () => true },
};
const acme = defineProvider<WebhookEvent>(definition);
const hex = defineHexProvider<WebhookEvent>(definition);
const encoded = defineProvider<WebhookEvent>({ ...definition, scheme: standardWebhooks });
const verifySignature = defineSignature("acme", hexScheme);

type Given = VerifyOptions["secret"];

const calls: Readonly<Record<string, (secret: Given) => unknown>> = {
  verify: (secret) => acme.verify(delivery(secret), { secret }),
  "verify of a hex provider": (secret) => hex.verify(delivery(secret), { secret }),
  "verify of a scheme with encoded secrets": (secret) => encoded.verify(delivery(secret), { secret }),
  safeVerify: (secret) => acme.safeVerify(delivery(secret), { secret }),
  "a provider's verifySignature": (secret) => acme.verifySignature(delivery(secret), { secret }),
  "the verifySignature of ./signature": (secret) => verifySignature(delivery(secret), { secret }),
  "an adapter's assertOptions": (secret) => assertOptions({ secret }),
};

/** As whoever knows the text would sign it. */
function delivery(secret: Given): { headers: Record<string, string>; body: string } {
  const last = (Array.isArray(secret) ? secret.at(-1) : secret) as string;
  return { headers: { "x-acme-signature": sign(body, last) }, body };
}

describe.each(Object.entries(calls))("%s", (_, call) => {
  it.each(texts)("throws a TypeError for a secret that is exactly %j, as text or bytes", (text) => {
    for (const secret of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
      expect(() => call(secret)).toThrow(TypeError);
      expect(() => call([secret])).toThrow("Is its environment variable set?");
      expect(() => call(["a good one", secret])).toThrow(TypeError);
    }
  });
});

describe("sign", () => {
  it.each(texts)("throws a TypeError for a secret that is exactly %j, as text or bytes", (text) => {
    for (const secret of [text, Buffer.from(text)]) {
      expect(() => acme.sign(body, { secret })).toThrow("Is its environment variable set?");
    }
  });
});

describe("what only holds such a text is a secret like any other:", () => {
  it.each(texts.flatMap((text) => [` ${text}`, `${text}\n`, text.toUpperCase(), `${text}.`, text.slice(1)]))(
    "%j",
    (secret) => {
      expect(verdictOf(() => calls["verify"]!(secret))).toBe("accepted");
      expect(verdictOf(() => calls["verify"]!(Buffer.from(secret)))).toBe("accepted");
    },
  );

  it("and so are bytes of any length and content", () => {
    for (const length of [1, 4, 9, 15, 16, 17, 100_000]) {
      const secret = Buffer.alloc(length, 0xff);
      const headers = { "x-acme-signature": acme.sign(body, { secret })["x-acme-signature"]! };
      expect(verdictOf(() => acme.verify({ headers, body }, { secret }))).toBe("accepted");
    }
  });
});

it("bytes that lie about their length are what they are", () => {
  const empty = Object.defineProperty(new Uint8Array(0), "byteLength", { value: 5 });
  const lying = Object.defineProperty(Buffer.from("undefined"), "length", { value: 5 });
  for (const secret of [empty, lying]) expect(() => calls["verify"]!(secret)).toThrow(TypeError);
});
