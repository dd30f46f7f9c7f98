/** Values that a field of any type is replaced with. */
const REPLACEMENTS: readonly unknown[] = [null, 0, -1.5, "", "text", true, [], [null], {}, { key: "value" }];

/** Keys that JSON may hold like any other, and that mean more to JavaScript. */
const ODD_KEYS = ["__proto__", "constructor"];

/**
 * Every payload that differs from this one in one place: each value removed, or replaced by a value
 * of each JSON type, or a member added under a key that every object inherits. For tests that two
 * validators agree. Keys are visited in order, so a run repeats exactly.
 */
export function* mutations(payload: unknown): Generator {
  for (const replacement of REPLACEMENTS) yield replacement;
  if (typeof payload !== "object" || payload === null) return;
  if (!Array.isArray(payload)) {
    for (const key of ODD_KEYS) {
      for (const member of REPLACEMENTS) yield { ...payload, [key]: member }; // a computed key is an own one
    }
  }
  for (const key of Object.keys(payload)) {
    const { [key]: member, ...others } = payload as Record<string, unknown>;
    if (Array.isArray(payload)) {
      for (const mutated of mutations(member))
        yield payload.map((one, index) => (String(index) === key ? mutated : one));
    } else {
      yield others;
      for (const mutated of mutations(member)) yield { ...payload, [key]: mutated };
    }
  }
}
