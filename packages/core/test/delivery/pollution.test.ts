import { describe, expect, it } from "vitest";
import { parseStored, toStored } from "../../src/inbox.ts";
import {
  defineHexProvider,
  defineProvider,
  type ProviderDefinition,
  type WebhookEvent,
} from "../../src/index.ts";
import { defineSignature } from "../../src/signature.ts";
import { secret } from "../support/acme.ts";
import { hexScheme, standardWebhooks } from "../support/schemes.ts";
import { verdictOf } from "../support/verdict.ts";

// Whatever some other package of the process gave to every object: names of our options among it.
const names =
  "polluted secret maxBodyBytes now name timestamp header field isList encoding prefix separator signs entry unit " +
  "toleranceSeconds minBytes key actions identity repeatable repeatWindowSeconds eventId extraFields headers unwrap sends " +
  "signOnlySchemes isRepeatable listHeaders storedHeaders action type append body x-acme-signature webhook-id webhook-signature";

const values: readonly unknown[] = ["polluted", 7, () => "polluted"];

const everyObject = Object.getPrototypeOf({}) as object;

/** Runs with a property on every object. */
function polluted<Result>(name: string, value: unknown, run: () => Result): Result {
  Object.defineProperty(everyObject, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(everyObject, name);
  }
}

const key = `whsec_${btoa("k".repeat(24))}`;
const time = new Date(Date.UTC(2026, 0, 1));
const body = '{"type":"ping","id":"e_1"}';
const hex: ProviderDefinition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  eventId: { field: "id" },
  events: { ping: () => true },
};
const timed: ProviderDefinition = { ...hex, scheme: standardWebhooks, eventId: { header: "webhook-id" } };

const verifySignature = defineSignature("acme", hexScheme);

/** The results of everything that a user may do. */
function results(): unknown {
  const providers = [defineProvider(hex), defineHexProvider(hex)] as const;
  const standard = defineProvider<WebhookEvent>(timed);
  const headers = providers[0].sign(body, { secret });
  const signed = standard.sign(body, { secret: key, id: "msg_1", timestamp: time });
  const event = standard.verify({ headers: signed, body }, { secret: key, now: () => time });
  const stored = toStored(event, { headers: signed, body });
  return JSON.stringify([
    headers,
    signed,
    event,
    verdictOf(() => parseStored(standard, stored)),
    Object.entries(stored.headers),
    ...providers.map((provider) => provider.verify({ headers, body }, { secret: ["old", secret] })),
    verdictOf(() => providers[0].verifySignature({ headers: new Headers(headers), body }, { secret })),
    verdictOf(() => providers[0].verify({ headers: {}, body }, { secret })),
    verdictOf(() => providers[0].verify({ headers, body: "{}" }, { secret })),
    verdictOf(() => verifySignature({ headers, body }, { secret })),
  ]);
}

const expected = results();

describe.each(names.split(" "))("every object with %s", (name) => {
  it("changes nothing", () => {
    for (const value of values) expect(polluted(name, value, results)).toBe(expected);
  });
});

it("a secret that every object has is nobody's", () => {
  const [provider] = [defineProvider(hex)];
  const headers = provider.sign(body, { secret: "known to all" });
  const verify = (): unknown => provider.verify({ headers, body }, {} as never);
  expect(() => polluted("secret", "known to all", verify)).toThrow(TypeError);
  expect(() => polluted("secret", "known to all", () => provider.sign(body, {} as never))).toThrow(TypeError);
});
