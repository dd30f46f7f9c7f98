import type { HeadersInput } from "../../delivery/delivery.ts";
import type { NormalisedHeaders } from "../../delivery/headers.ts";

/** Headers that are looked at in search of a signature. A hostile sender could send thousands. */
const MAX_HEADERS = 256;

/** Values of one header that are looked at, and the longest of them. No signature is longer. */
const MAX_VALUES = 16;
const MAX_VALUE_LENGTH = 2048;

/** The headers of a delivery: every value by name in lower case, and what `verify` is to read. */
export interface ReceivedHeaders {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Its values, however many times it came. None that is longer than a signature can be. */
  valuesOf(name: string): readonly string[];
  /** The value of a header that came once. */
  valueOf(name: string): string | undefined;
  /** The same headers with this one instead. */
  with(name: string, value: string): ReceivedHeaders;
  /** Headers for `verify`: those that were received, unless one was replaced. */
  toInput(): HeadersInput;
}

/**
 * Gathers the headers of a delivery. Those that only answer `get` are asked for the known names.
 */
export function gatherHeaders(settled: NormalisedHeaders, known: readonly string[]): ReceivedHeaders {
  return receivedHeaders(valuesByName(settled, known), settled);
}

function receivedHeaders(
  values: ReadonlyMap<string, readonly string[]>,
  input: HeadersInput,
): ReceivedHeaders {
  const valuesOf = (name: string): readonly string[] => values.get(name) ?? [];
  return {
    names: [...values.keys()],
    has: (name) => values.has(name),
    valuesOf,
    valueOf: (name) => (valuesOf(name).length === 1 ? valuesOf(name)[0] : undefined),
    with(name, value) {
      const changed = new Map(values).set(name, [value]);
      return receivedHeaders(
        changed,
        Object.assign(Object.create(null), Object.fromEntries(changed)) as HeadersInput,
      );
    },
    toInput: () => input,
  };
}

function valuesByName(
  settled: NormalisedHeaders,
  known: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const add = (name: string, value: unknown): void => {
    const lowered = name.toLowerCase();
    if (values.size >= MAX_HEADERS && !known.includes(lowered)) return;
    const texts = (Array.isArray(value) ? value : [value]).filter(isShortText);
    const list = values.get(lowered) ?? [];
    list.push(...texts.slice(0, MAX_VALUES - list.length));
    if (list.length > 0) values.set(lowered, list);
  };
  if (typeof settled.get !== "function") {
    for (const name of Object.keys(settled)) add(name, (settled as Readonly<Record<string, unknown>>)[name]);
  } else if (Symbol.iterator in settled) {
    for (const [name, value] of settled as unknown as Iterable<[string, unknown]>) add(name, value);
  } else {
    for (const name of known) add(name, (settled as { get(name: string): unknown }).get(name));
  }
  return values;
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_VALUE_LENGTH;
}
