import { MARKER } from "../invariants/invariants.ts";

/**
 * Values that an option, a stream or a validator of somebody else's may give, by name: fast-check
 * can print those.
 */
export const ANYTHING: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  zero: () => 0,
  NaN: () => Number.NaN,
  "a bigint": () => 10n,
  "an empty text": () => "",
  "a text": () => MARKER,
  "a symbol": () => Symbol(MARKER),
  "an array": () => [],
  "an array of nothing": () => [undefined, null],
  "an object": () => ({}),
  "an object without a prototype": () => Object.create(null) as unknown,
  "a function": () => () => MARKER,
  "a date": () => new Date(Number.NaN),
  "a Map": () => new Map([["x-name", MARKER]]),
  Headers: () => new Headers({ "x-name": "value" }),
  bytes: () => new Uint8Array(3),
  "an error": () => new Error(MARKER),
  "a frozen error": () => Object.freeze(new RangeError(MARKER)),
  "an error of another class": () => new DOMException(MARKER),
  "a thenable": () => thenable((resolve) => resolve(MARKER)),
  "a thenable that throws": () => thenable(throws),
  "a getter that throws": () => Object.defineProperty({}, "message", { enumerable: true, get: throws }),
  "a Proxy that throws": () => hostileProxy({}),
  "a callable Proxy that throws": () => hostileProxy(() => undefined),
  "a revoked Proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/** Every name in {@link ANYTHING}. */
export const NAMES: readonly string[] = Object.keys(ANYTHING);

/** Like a promise, but nobody's class. */
function thenable(then: (resolve: (value: unknown) => void) => void): object {
  // oxlint-disable-next-line unicorn/no-thenable -- the attack
  return Object.defineProperty({}, "then", { value: then });
}

/** A proxy of which every question throws. */
function hostileProxy(target: object): object {
  const traps = {
    get: throws,
    has: throws,
    ownKeys: throws,
    getPrototypeOf: throws,
    getOwnPropertyDescriptor: throws,
  };
  return new Proxy(target, traps);
}

function throws(): never {
  throw new Error(MARKER);
}
