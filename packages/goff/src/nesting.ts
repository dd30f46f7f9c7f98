/**
 * How deep arrays and objects may lie in each other, in an element of a batch and in a flag, itself
 * included. JSON.parse has no limit, but handlers would overflow some thousand levels down: so does
 * JSON.stringify on Node 20.
 */
export const MAX_NESTING = 100;

/**
 * Whether arrays and objects lie at most this deep in each other. Goes no deeper itself, so it
 * cannot overflow.
 */
export function nestsWithin(levels: number, value: object): boolean {
  if (Array.isArray(value)) return elementsNestWithin(levels, value);
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof member !== "object" || member === null) continue;
    if (levels === 1) return false;
    // Not left to the call below, into which V8 would not inline it: a batch has 100 000 small arrays.
    if (Array.isArray(member) ? !elementsNestWithin(levels - 1, member) : !nestsWithin(levels - 1, member)) {
      return false;
    }
  }
  return true;
}

/**
 * By index: for…in would make a text of each index, which takes ten times as long as parsing an
 * array of numbers.
 */
function elementsNestWithin(levels: number, elements: readonly unknown[]): boolean {
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (typeof element !== "object" || element === null) continue;
    if (levels === 1 || !nestsWithin(levels - 1, element)) return false;
  }
  return true;
}
