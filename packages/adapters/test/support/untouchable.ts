function refuse(): never {
  throw new Error("hands off");
}

/** Throws at whatever is done with it, whoever does it: reading, `in`, `instanceof`, printing. */
export function untouchable(): object {
  return new Proxy(() => undefined, {
    get: refuse,
    has: refuse,
    getPrototypeOf: refuse,
    getOwnPropertyDescriptor: refuse,
    ownKeys: refuse,
    apply: refuse,
  });
}

/** One that was taken back: there is not even a handler left to ask. */
export function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Every property is a getter that throws. */
export function thorny(): object {
  const names = ["status", "code", "message", "name", "stack", "then", "headers", "body", "constructor"];
  const value = Object.create(null) as object;
  for (const name of names) Object.defineProperty(value, name, { get: refuse, enumerable: true });
  return value;
}

export const untouchables = [
  { name: "a Proxy whose every trap throws", make: untouchable },
  { name: "a revoked Proxy", make: revoked },
  { name: "an object of getters that throw", make: thorny },
];
