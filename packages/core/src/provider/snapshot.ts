/**
 * A copy of plain options, so many levels deep, in which each was read once: a getter or a proxy may answer otherwise the
 * next time. Copies have no prototype: what somebody gave to every object is no option of ours.
 *
 * Functions and whatever lies deeper are passed on as they are.
 */
export function snapshot<Given>(given: Given, depth: number): Given {
  if (depth === 0 || typeof given !== "object" || given === null) return given;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(given)
    ? [...(given as unknown[])]
    : (Object.assign(Object.create(null), given) as Record<string, unknown>);
  if (depth === 1) return copy as Given;
  for (const key of Object.keys(copy)) {
    const members = copy as Record<string, unknown>; // indices of an array are keys, too
    members[key] = snapshot(members[key], depth - 1);
  }
  return copy as Given;
}
