import { expect, test } from "vitest";
import { checkOf } from "../src/emit/check-of.ts";
import { samples, shapes } from "./corrected.ts";
import { checkFor, schemaFor } from "./validators.ts";

/** A fixed sequence of numbers below a limit: a failure can be run again. */
function sequence(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const REMOVED = Symbol("removed");
const VALUES: readonly unknown[] = [
  REMOVED,
  null,
  "",
  "text",
  0,
  -1.5,
  1e21,
  true,
  false,
  [],
  [null],
  [{}],
  {},
  { id: 1 },
  { login: "x" },
];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

const PER_SAMPLE = 620;

test(
  "check and schema give the same verdict on more than 100 000 mutated payloads",
  { timeout: 120_000 },
  () => {
    const pick = sequence(20260221);
    const interpreted = checkOf(shapes);
    const counts = { total: 0, passed: 0 };
    const differing: unknown[] = [];
    for (const { event, payload: original } of samples) {
      const payload = structuredClone(original) as Record<string, unknown>;
      const [check, schema] = [checkFor(event), schemaFor(event)];
      const places = placesIn(payload);
      for (let round = 0; round < PER_SAMPLE; round++) {
        const { holder, key } = places[pick(places.length)]!;
        // One in eight puts a key where there is none, of a name that another place has, or one that every object inherits.
        const isNew = pick(8) === 0;
        const name = isNew
          ? [places[pick(places.length)]!.key, "__proto__", "constructor", "action"][pick(4)]!
          : key;
        const descriptor = Object.getOwnPropertyDescriptor(holder, name);
        const drawn = VALUES[pick(VALUES.length)];
        const value = drawn === REMOVED && Array.isArray(holder) ? null : drawn; // JSON has no holes
        if (value === REMOVED) delete holder[name];
        else
          Object.defineProperty(holder, name, {
            value,
            configurable: true,
            enumerable: true,
            writable: true,
          });
        const verdicts = [check(payload), schema(payload), interpreted(event, payload)];
        counts.total++;
        if (verdicts[0]) counts.passed++;
        if (new Set(verdicts).size > 1) differing.push([event, name, String(value), verdicts]);
        if (descriptor === undefined) delete holder[name];
        else Object.defineProperty(holder, name, descriptor);
      }
    }
    console.log(`equal verdicts: ${counts.total} mutated payloads, ${counts.passed} passed`);
    expect(differing).toEqual([]);
    expect(counts.total).toBeGreaterThanOrEqual(100_000);
    expect(counts.passed).toBeGreaterThan(1000);
    expect(counts.total - counts.passed).toBeGreaterThan(1000);
  },
);
