/**
 * A copy of options, so many levels deep, that reads each once: a getter or a proxy may give
 * something else the next time. Copies have no prototype: a property that every object inherits is
 * no option of ours.
 *
 * Passes functions, and whatever lies deeper, on as they are.
 */
export function snapshot<Given>(given: Given, depth: number): Given {
  if (depth === 0 || typeof given !== "object" || given === null) return given;
  const copy: object = Array.isArray(given) ? [...(given as unknown[])] : shallowSnapshot(given);
  if (depth === 1) return copy as Given;
  for (const key of Object.keys(copy)) {
    const members = copy as Record<string, unknown>; // indices of an array are keys, too
    members[key] = snapshot(members[key], depth - 1);
  }
  return copy as Given;
}

/** The same of one object, one level deep. */
export function shallowSnapshot<Given extends object>(given: Given): Given {
  return Object.assign(Object.create(null), given) as Given;
}
