import { describe, expect, it } from "vitest";
import {
  defineProvider,
  type BodyInput,
  type DeliveryInput,
  type ProviderDefinition,
  type VerifyOptions,
  type WebhookEvent,
} from "../../src/index.ts";
import { hexScheme, standardWebhooks } from "./schemes.ts";
import { verdictOf } from "./verdict.ts";

/** Hooks by what calls them. Each runs `reenter` wherever it can. */
type Hooks = Readonly<Record<string, (outer: Outer, reenter: () => void) => Outer>>;

interface Outer {
  readonly delivery: DeliveryInput & { readonly headers: Record<string, string>; readonly body: Uint8Array };
  readonly options: VerifyOptions;
  /** The secret as bytes. */
  readonly key: Uint8Array;
}

const time = new Date(Date.UTC(2026, 0, 1));
const now = (): Date => time;
const text = '{"type":"ping","id":"e_1","action":"a"}';
const bytesOf = (body: string): Uint8Array => new TextEncoder().encode(body);

/** An object whose fields are getters that call first. */
function getters<Fields extends object>(fields: Fields, call: () => void): Fields {
  const given = { ...fields };
  for (const [name, value] of Object.entries(fields)) {
    const get = (): unknown => {
      call();
      return value;
    };
    Object.defineProperty(given, name, { enumerable: true, get });
  }
  return given;
}

/** An array that calls whenever anything of it, or of an array made from it, is read. */
function sneaky<Item>(items: readonly Item[], call: () => void): readonly Item[] {
  const handler: ProxyHandler<Item[]> = {
    get(target, name, receiver) {
      call();
      return Reflect.get(target, name, receiver) as unknown;
    },
  };
  const Species = function (): Item[] {
    return new Proxy<Item[]>([], handler);
  };
  const array = Object.assign([...items], { constructor: { [Symbol.species]: Species } });
  return new Proxy<Item[]>(array, handler);
}

/** Bytes of a subclass that calls from everything that a hash function may ask of bytes. */
function sneakyBytes(bytes: Uint8Array, call: () => void): Uint8Array {
  const copy = new Uint8Array(bytes);
  const names = ["length", "byteLength", "byteOffset", "buffer", "subarray", "slice", "constructor", "set"];
  for (const name of [...names, Symbol.iterator, Symbol.toStringTag]) {
    const get = (): unknown => {
      call();
      const value: unknown = Reflect.get(bytes, name);
      return typeof value === "function" && name !== "constructor" ? (value.bind(copy) as unknown) : value;
    };
    Object.defineProperty(copy, name, { get });
  }
  return copy;
}

const beforeTheSignature: Hooks = {
  "getters of options": (outer, reenter) => ({ ...outer, options: getters(outer.options, reenter) }),
  "a list of secrets, and its species": (outer, reenter) => ({
    ...outer,
    options: { ...outer.options, secret: sneaky([bytesOf("old"), outer.options.secret as string], reenter) },
  }),
  "a secret in bytes": (outer, reenter) => ({
    ...outer,
    options: { ...outer.options, secret: sneakyBytes(outer.key, reenter) },
  }),
  "getters of the delivery": (outer, reenter) => ({ ...outer, delivery: getters(outer.delivery, reenter) }),
  "getters of headers": (outer, reenter) => ({
    ...outer,
    delivery: { ...outer.delivery, headers: getters(outer.delivery.headers, reenter) },
  }),
  "get of headers": (outer, reenter) => {
    const { headers } = outer.delivery;
    const get = (name: string): string | null => {
      reenter();
      return headers[name] ?? null;
    };
    return { ...outer, delivery: { ...outer.delivery, headers: { get } as never } };
  },
  "pairs of headers": (outer, reenter) => {
    const pairs = Object.entries(outer.delivery.headers).map((pair) => sneaky(pair, reenter));
    return { ...outer, delivery: { ...outer.delivery, headers: sneaky(pairs, reenter) as never } };
  },
  "values of headers": (outer, reenter) => {
    const values = Object.entries(outer.delivery.headers).map(
      ([name, value]) => [name, sneaky([value], reenter)] as const,
    );
    return { ...outer, delivery: { ...outer.delivery, headers: Object.fromEntries(values) as never } };
  },
  "a body of a subclass": (outer, reenter) => ({
    ...outer,
    delivery: { ...outer.delivery, body: sneakyBytes(outer.delivery.body, reenter) },
  }),
};

const SCHEMES = {
  hex: hexScheme,
  "signed id": standardWebhooks,
  token: { kind: "token", header: "authorization" },
} as const;

/** The functions that a definition may call once the signature holds, each with its result. */
const functions = {
  unwrap: (body: Uint8Array) => new Uint8Array(body),
  eventName: (payload: unknown) => (payload as { type: string }).type,
  lookup: (name: string) => name,
  validator: (_payload: unknown) => true,
  identity: (_payload: never) => undefined as unknown as string,
  isRepeatable: (_name: string, _action?: string) => true,
  extraFields: (_context: unknown) => ({ extra: 1 }),
  now,
};
type Called = keyof typeof functions;

type Kind = "hex" | "signed id" | "token";

/**
 * A provider of a kind, and what makes its deliveries. `called` runs before each function that it
 * names.
 */
function acme(kind: Kind, called: Partial<Record<Called, () => void>> = {}) {
  const run = <Name extends Called>(name: Name): (typeof functions)[Name] => {
    const given = functions[name] as (...all: unknown[]) => unknown;
    return ((...all: unknown[]) => {
      called[name]?.();
      return given(...all);
    }) as (typeof functions)[Name];
  };
  const lookup = (name: string): object | undefined => {
    run("lookup")(name);
    return name === "ping" ? { validator: run("validator"), identity: run("identity") } : undefined;
  };
  const isHex = kind === "hex";
  const definition: ProviderDefinition = {
    id: "acme",
    scheme: SCHEMES[kind],
    eventName: run("eventName"),
    // The id never comes: a digest takes its place.
    eventId: { field: isHex ? "nothing" : "none", isIdentity: !isHex },
    events: Object.assign(lookup, { names: ["ping"] }) as ProviderDefinition["events"],
    unwrap: run("unwrap"),
    isRepeatable: run("isRepeatable"),
    extraFields: run("extraFields"),
  };
  const provider = defineProvider<WebhookEvent>(definition);
  const secret = kind === "signed id" ? `whsec_${btoa("k".repeat(24))}` : "acme-secret";
  const deliver = (body: BodyInput): Record<string, string> =>
    provider.sign(body, { secret, id: "msg_1", timestamp: time });
  const outer = (): Outer => ({
    delivery: { headers: deliver(text), body: bytesOf(text) },
    options: { secret, now: run("now"), maxBodyBytes: 1000 },
    key: bytesOf(kind === "signed id" ? "k".repeat(24) : secret),
  });
  // A token does not depend on the body.
  const forge = (body: BodyInput): Record<string, string> =>
    kind === "token" ? { authorization: "a forger's" } : deliver(body);
  return { provider, secret, deliver, forge, outer };
}

/**
 * Nothing that runs inside a call may change what comes of it. For one back end, the one that is
 * mocked.
 */
export function reentrySuite(backend: string): void {
  describe.each(["hex", "signed id", "token"] as const)(
    `${backend}, a provider of the kind %s: inside`,
    (kind) => {
      const { provider, secret, deliver, forge, outer } = acme(kind);
      const other = '{"type":"pong"}';
      const genuine = { headers: deliver(other), body: other };
      const forged = { headers: forge(other), body: text };
      const inner = { secret, now };

      /** Other calls of the provider: each leaves other bytes in whatever is shared. */
      const reentries: Readonly<Record<string, () => void>> = {
        "a genuine delivery": () => expect(verdictOf(() => provider.verify(genuine, inner))).toBe("accepted"),
        "a forgery": () => expect(verdictOf(() => provider.verify(forged, inner))).toBe("signature-mismatch"),
        "a signature": () => void provider.sign(other, { secret, id: "msg_2", timestamp: time }),
      };

      const expected = provider.verify(outer().delivery, outer().options);

      describe.each(Object.entries(beforeTheSignature))("%s", (_, hook) => {
        it.each(Object.entries(reentries))("%s changes nothing", (_name, reentry) => {
          let calls = 0;
          const reenter = (): void => {
            calls++;
            reentry();
          };
          const hooked = hook(outer(), reenter);
          const { secretIndex, ...event } = provider.verify(hooked.delivery, hooked.options);
          expect({ ...event, secretIndex: 0 }).toEqual(expected);
          expect(secretIndex).toBe(Array.isArray(hooked.options.secret) ? 1 : 0);
          expect(verdictOf(() => provider.verifySignature(hooked.delivery, hooked.options))).toBe("accepted");
          expect(calls).toBeGreaterThan(0);

          const { delivery, ...others } = outer();
          const lie = hook({ ...others, delivery: { ...delivery, headers: forge(other) } }, reenter);
          expect(verdictOf(() => provider.verify(lie.delivery, lie.options))).toBe("signature-mismatch");
          expect(verdictOf(() => provider.verifySignature(lie.delivery, lie.options))).toBe(
            "signature-mismatch",
          );
        });
      });

      // Only a signed time is compared with the clock.
      const names = (Object.keys(functions) as Called[]).filter(
        (name) => name !== "now" || kind === "signed id",
      );

      describe.each(names)("%s", (name) => {
        it.each(Object.entries(reentries))("%s changes nothing", (_name, reentry) => {
          let calls = 0;
          const hooked = acme(kind, {
            [name]: () => {
              calls++;
              reentry();
            },
          });
          const { delivery, options } = hooked.outer();
          expect(hooked.provider.verify(delivery, options)).toEqual(expected);
          expect(calls).toBeGreaterThan(0);
        });

        it("writing over body, headers and secret changes nothing", () => {
          let calls = 0;
          const hooked = acme(kind, {
            [name]: () => {
              calls++;
              delivery.body.fill(0x20);
              key.fill(0);
              for (const header of Object.keys(delivery.headers)) delivery.headers[header] = "other";
            },
          });
          const { delivery, options, key } = hooked.outer();
          const given = { ...options, secret: key };
          // unwrap decides the payload. A clock reaches a copy of the bytes alone.
          const result = name === "unwrap" && kind !== "signed id" ? "invalid-json" : "accepted";
          const event: { result?: WebhookEvent } = {};
          expect(verdictOf(() => (event.result = hooked.provider.verify(delivery, given)))).toBe(result);
          expect(event).toEqual(result === "accepted" ? { result: expected } : {});
          expect(calls).toBeGreaterThan(0);
        });
      });
    },
  );
}
