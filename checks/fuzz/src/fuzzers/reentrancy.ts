import { createHash } from "node:crypto";
import { createReceiver } from "@flaghook/adapters";
import { defineProvider, type Provider, type SignatureScheme } from "@flaghook/core";
import * as fc from "fast-check";
import {
  hexScheme,
  slack,
  standardWebhooks,
  stripe,
} from "../../../../packages/core/test/support/schemes.ts";
import { explore, type Fuzzer } from "../harness/fuzzer.ts";
import { NOW } from "../harness/subjects.ts";
import { responseOf, takeUnhandled } from "../harness/unhandled.ts";
import { assert, describe, observe, saysSigned, type Observed } from "../invariants/invariants.ts";

/** Every place where a verification runs the caller's code. */
const HOOKS = [
  "delivery.headers",
  "delivery.body",
  "headers.get",
  "header getter",
  "header pairs",
  "options.secret",
  "options.maxBodyBytes",
  "options.now",
  "secrets[index]",
  "secrets' iterator",
  "secrets' species",
  "now",
  "unwrap",
  "eventName",
  "validator",
  "identity",
  "isRepeatable",
  "extraFields",
] as const;

type Hook = (typeof HOOKS)[number];

/** What that code does to the same provider, or to the bytes that it handed over. */
const ACTIONS = [
  "verify genuine",
  "verify forged",
  "verify signature",
  "sign",
  "overwrite with JSON",
  "overwrite with spaces",
] as const;

type Action = (typeof ACTIONS)[number];

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const GUESS = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SIGNED = '{"type":"order","id":"signed"}';
const OTHER = '{"type":"order","id":"others"}'; // as long as the other: it can be written over it

let hook: Hook | undefined;
let act: () => void = () => {};

/**
 * Called from everywhere. Does something in the one place of the case, and not again while it does.
 */
function reach(place: Hook): void {
  if (place !== hook) return;
  hook = undefined;
  act();
  hook = place;
}

const providers: Readonly<Record<string, Provider>> = Object.fromEntries(
  Object.entries({ hexScheme, slack, standardWebhooks, stripe }).flatMap(([name, scheme]) => [
    [name, hookedProvider(scheme, false)],
    [`${name}, with an identity`, hookedProvider(scheme, true)],
  ]),
);

/**
 * What a verification calls may verify, sign and write as it likes: the result is that of the
 * bytes that were signed.
 */
export const reentrancy: Fuzzer = {
  name: "reentrancy",
  claim:
    "verification inside verification, and bytes overwritten, from every hook: the result stays what it was",
  cases: 150_000,
  run: (settings) =>
    explore(
      [
        [
          0.92,
          fc.property(
            fc.constantFrom(...Object.keys(providers)),
            fc.constantFrom(...HOOKS),
            fc.constantFrom(...ACTIONS),
            fc.boolean(),
            judge,
          ),
        ],
        [
          0.08,
          fc.asyncProperty(
            fc.constantFrom(...RECEIVER_HOOKS),
            fc.constantFrom(...ACTIONS),
            fc.boolean(),
            judgeReceiver,
          ),
        ],
      ],
      settings,
    ),
};

function judge(name: string, place: Hook, action: Action, isGenuine: boolean): void {
  const provider = providers[name]!;
  hook = undefined;
  const control = observe(() => verify(provider, Buffer.from(SIGNED), isGenuine));
  const body = Buffer.from(SIGNED);
  hook = place;
  act = actionOf(action, provider, body);
  const observed = observe(() => verify(provider, body, isGenuine));
  hook = undefined;
  if (action.startsWith("overwrite")) assertOfSignedBytes(observed, control);
  else assertSame(observed, control);
}

/**
 * Bytes that were overwritten before they were hashed match nothing. Afterwards it is too late to
 * change a thing.
 */
function assertOfSignedBytes(observed: Observed, control: Observed): void {
  if (saysSigned(observed)) return assertSame(observed, control);
  assert(observed.kind === "refused", `overwritten bytes gave ${describe(observed)}`);
}

function assertSame(observed: Observed, control: Observed): void {
  assert(
    fc.stringify(summary(observed)) === fc.stringify(summary(control)),
    `the result is ${describe(observed)} ${fc.stringify(summary(observed))} in place of ${fc.stringify(summary(control))}`,
  );
}

function summary(observed: Observed): unknown {
  if (observed.kind === "event") return { ...observed.event };
  return describe(observed);
}

function actionOf(action: Action, provider: Provider, body: Uint8Array): () => void {
  const options = { secret: SECRET, now: fixed };
  const actions: Readonly<Record<Action, () => unknown>> = {
    "verify genuine": () => provider.safeVerify(deliveryOf(provider, OTHER, SECRET), options),
    "verify forged": () => provider.safeVerify(deliveryOf(provider, SIGNED, GUESS), options),
    "verify signature": () =>
      provider.verifySignature(deliveryOf(provider, OTHER, GUESS), { ...options, secret: GUESS }),
    sign: () => provider.sign(OTHER, { secret: GUESS, id: "other", timestamp: NOW }),
    "overwrite with JSON": () => body.set(Buffer.from(OTHER)),
    "overwrite with spaces": () => body.fill(0x20),
  };
  return actions[action];
}

function fixed(): Date {
  return NOW;
}

function deliveryOf(
  provider: Provider,
  body: string,
  secret: string,
): { headers: Record<string, string>; body: string } {
  return { headers: provider.sign(body, { secret, id: "an-id", timestamp: NOW }), body };
}

/** A verification with a hook in every place. */
function verify(provider: Provider, body: Uint8Array, isGenuine: boolean): ReturnType<Provider["verify"]> {
  const { headers } = deliveryOf(provider, SIGNED, isGenuine ? SECRET : GUESS);
  const delivery = {
    get headers() {
      reach("delivery.headers");
      return hookedHeaders(headers) as Record<string, string>;
    },
    get body() {
      reach("delivery.body");
      return body;
    },
  };
  return provider.verify(delivery, {
    get secret() {
      reach("options.secret");
      return hookedSecrets(["whsec_bm90IHRoZSBzZWNyZXQgYXQgYWxs", SECRET]);
    },
    get maxBodyBytes() {
      reach("options.maxBodyBytes");
      return 1000;
    },
    get now() {
      reach("options.now");
      return () => {
        reach("now");
        return NOW;
      };
    },
  });
}

function hookedHeaders(headers: Readonly<Record<string, string>>): unknown {
  if (hook === "headers.get") {
    return {
      get: (name: string) => {
        reach("headers.get");
        return headers[name] ?? null;
      },
    };
  }
  if (hook === "header pairs") {
    return (function* () {
      for (const pair of Object.entries(headers)) {
        reach("header pairs");
        yield pair;
      }
    })();
  }
  const getters = Object.entries(headers).map(([name, value]) => [
    name,
    {
      enumerable: true,
      get: () => {
        reach("header getter");
        return value;
      },
    },
  ]);
  return Object.defineProperties({}, Object.fromEntries(getters) as PropertyDescriptorMap);
}

/** A list of secrets of a class of the caller's, in which everything that reads it can be seen. */
function hookedSecrets(secrets: readonly string[]): readonly string[] {
  class Secrets extends Array<string> {
    static override get [Symbol.species](): ArrayConstructor {
      reach("secrets' species");
      if (hook !== "secrets' species") return Array;
      return class extends Array {
        constructor(...lengths: number[]) {
          super(...lengths);
          return watched(this, "secrets' species");
        }
      } as ArrayConstructor;
    }

    override [Symbol.iterator](): ArrayIterator<string> {
      reach("secrets' iterator");
      return super[Symbol.iterator]();
    }
  }
  const list = Secrets.of(...secrets);
  return hook === "secrets[index]" ? watched(list, "secrets[index]") : list;
}

function watched<List extends object>(list: List, place: Hook): List {
  return new Proxy(list, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) reach(place);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

function hookedProvider(scheme: SignatureScheme, hasIdentity: boolean): Provider {
  return defineProvider({
    id: "hooked",
    scheme,
    eventName: () => called("eventName", "order"),
    unwrap: (body) => called("unwrap", Uint8Array.from(body)), // read before anybody writes to it
    isRepeatable: () => called("isRepeatable", false),
    extraFields: () => called("extraFields", { extra: true }),
    events: {
      order: {
        validator: () => called("validator", true),
        ...(hasIdentity && {
          identity: (payload: { readonly id: string }) => called("identity", payload.id),
        }),
      },
    },
  }) as Provider;
}

/** A result, by way of a hook. It is there before the hook does anything. */
function called<Result>(place: Hook, result: Result): Result {
  reach(place);
  return result;
}

/** Where a receiver runs the caller's code. */
const RECEIVER_HOOKS = [
  "secret",
  "onVerified",
  "onEvent",
  "onError",
  "scope",
  "accept",
  "respond",
  "body",
  "headers",
] as const;

async function judgeReceiver(
  place: (typeof RECEIVER_HOOKS)[number],
  action: Action,
  isGenuine: boolean,
): Promise<void> {
  const control = await receiveWith(undefined, action, isGenuine);
  const response = await receiveWith(place, action, isGenuine);
  const unhandled = await takeUnhandled();
  assert(unhandled.length === 0, `ended the process: ${unhandled.join("; ")}`);
  if (action.startsWith("overwrite") && response.status >= 400) return; // before it was hashed
  assert(
    fc.stringify(response) === fc.stringify(control),
    `${fc.stringify(response)} in place of ${fc.stringify(control)}`,
  );
}

/**
 * The status that a receiver gives, and how often it stored the signed bytes, when one of its hooks
 * does something to it.
 */
async function receiveWith(
  place: (typeof RECEIVER_HOOKS)[number] | undefined,
  action: Action,
  isGenuine: boolean,
): Promise<{ readonly status: number; readonly stored: number }> {
  const provider = providers["hexScheme"]!;
  const body = Buffer.from(SIGNED);
  const { headers } = deliveryOf(provider, SIGNED, isGenuine ? SECRET : GUESS);
  const expected = `sha256:${createHash("sha256").update(SIGNED).digest("hex")}`;
  let stored = 0;
  let isReached = false;

  function reachHere(here: (typeof RECEIVER_HOOKS)[number]): boolean {
    if (here !== place || isReached) return false;
    isReached = true; // once: what it does comes by here again
    actionOf(action, provider, body)();
    return true;
  }
  async function ending<Result>(here: (typeof RECEIVER_HOOKS)[number], result: Result): Promise<Result> {
    if (reachHere(here)) await receive(deliveryOf(provider, OTHER, action === "sign" ? GUESS : SECRET));
    return result;
  }
  const receive = createReceiver({
    provider,
    secret: () => ending("secret", SECRET),
    onVerified: () => ending("onVerified", undefined),
    onEvent: () => ending("onEvent", undefined),
    onError: () => ending("onError", undefined),
    scope: () => ending("scope", "a tenant"),
    respond: () => ending("respond", undefined),
    inbox: {
      accept(verified) {
        if ("dedupeKey" in verified && verified.dedupeKey === expected) stored++;
        return ending("accept", "accepted" as const);
      },
    },
  });
  const { status } = await responseOf(() =>
    receive({
      get headers() {
        reachHere("headers");
        return headers;
      },
      get body() {
        reachHere("body");
        return body;
      },
    }),
  );
  return { status, stored };
}
