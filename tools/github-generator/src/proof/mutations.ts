/** Payloads with one thing changed, the same ones each time: a failure can be run again. */
export class Mutations {
  readonly #places: readonly Place[];
  readonly #pick: (limit: number) => number;

  /** @param payload Is changed and restored. */
  constructor(payload: Record<string, unknown>, seed: number) {
    this.#places = placesIn(payload);
    this.#pick = sequence(seed);
  }

  /** Changes one place, calls back with what was changed, and restores it. */
  once<Result>(act: (change: string) => Result): Result {
    const { holder, key } = this.#place();
    // One in eight puts a key where there is none, of a name that another place has, or one that every object inherits. Of
    // arrays JSON has none.
    const isNew = this.#pick(8) === 0 && !Array.isArray(holder);
    const name = isNew ? [this.#place().key, "__proto__", "constructor", "action"][this.#pick(4)]! : key;
    const before = Object.getOwnPropertyDescriptor(holder, name);
    const drawn = VALUES[this.#pick(VALUES.length)];
    const value = drawn === REMOVED && Array.isArray(holder) ? null : drawn; // JSON has no holes
    if (value === REMOVED) delete holder[name];
    else define(holder, name, { value, configurable: true, enumerable: true, writable: true });
    try {
      return act(`${name}: ${String(value)}`);
    } finally {
      if (before === undefined) delete holder[name];
      else define(holder, name, before);
    }
  }

  #place(): Place {
    return this.#places[this.#pick(this.#places.length)]!;
  }
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

const REMOVED = Symbol("removed");
const VALUES: readonly unknown[] = [
  REMOVED, null, "", "text", 0, -1.5, 1e21, true, false, [], [null], [{}], {}, { id: 1 }, { login: "x" },
]; // prettier-ignore

/** A fixed sequence of numbers below a limit. */
function sequence(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

function define(holder: object, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(holder, name, descriptor);
}
