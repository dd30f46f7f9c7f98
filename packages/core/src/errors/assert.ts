/** A header name as HTTP allows it, in lower case. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** @throws {TypeError} with this message unless the claim holds */
export function assert(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}

/** @throws {TypeError} when the value is a promise, of whatever realm or library */
export function assertAwaited(name: string, value: unknown): void {
  const isPromise = typeof (value as { then?: unknown } | undefined)?.then === "function";
  assert(!isPromise, `${name} is a promise: await it.`);
}

/** @throws {TypeError} when the value is no object at all, or a promise */
export function assertObject(name: string, value: unknown): void {
  assertAwaited(name, value);
  assert(typeof value === "object" && value !== null, `${name} must be an object.`);
}

/** @throws {TypeError} when a header's name is not in lower case, the only form we look it up in */
export function assertHeaderName(option: string, header: unknown): void {
  assert(
    typeof header === "string" && HEADER_NAME.test(header),
    `${option} must be a header name in lower case.`,
  );
}

/**
 * @param known The names that are allowed, with spaces between them.
 * @throws {TypeError} when `given` is no object, or has an own name that is not among them
 */
export function assertOptionNames(what: string, given: object, known: string): void {
  assertObject(what, given);
  const names = known.split(" ");
  for (const name of Object.keys(given)) {
    assert(names.includes(name), `there is no option ${JSON.stringify(name)} in ${what}.`);
  }
}
