/**
 * Refuses an option that is not a whole number in a range.
 *
 * @throws {TypeError}
 */
export function assertInteger(
  name: string,
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new TypeError(`${name} must be a whole number ${range}.`);
}

/**
 * Refuses options that nobody reads: a misspelt one would silently do nothing.
 *
 * @param where What takes the options, as the message names it.
 * @throws {TypeError} for anything but an object, and for an option that is not known
 */
export function assertKnownOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`${where} takes an object of options. Known: ${known.join(", ")}.`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${where}: unknown option ${JSON.stringify(unknown)}. Known: ${known.join(", ")}.`);
}

/** Longest name of an engine store: pg-boss takes schemas of 50 characters. */
const MAX_NAME_LENGTH = 40;

/**
 * Checks the `name` that keeps apps apart which share a Redis or a Postgres.
 *
 * @throws {TypeError} unless it is lower-case letters and digits, with single hyphens or
 *   underscores between
 */
export function assertStoreName(name: unknown): asserts name is string {
  const isName =
    typeof name === "string" && name.length <= MAX_NAME_LENGTH && /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(name);
  if (isName) return;
  throw new TypeError(
    `name must be up to ${MAX_NAME_LENGTH} lower-case letters and digits, with single hyphens or underscores between, e.g. "shop". Apps that share a server need different names.`,
  );
}
