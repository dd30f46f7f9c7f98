import { checkObject } from "../delivery/verify-options.ts";

/** A header name as HTTP allows it, in lower case. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** @throws {TypeError} when a header is not named in lower case, the only form it is looked up in */
export function checkHeaderName(option: string, header: unknown): void {
  must(
    typeof header === "string" && HEADER_NAME.test(header),
    `${option} must be a header name in lower case.`,
  );
}

/** @throws {TypeError} when it is no object, or has a name of its own that is not among the known ones, which spaces divide */
export function checkOptionNames(what: string, given: object, known: string): void {
  checkObject(what, given);
  const names = known.split(" ");
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw new TypeError(`there is no option ${JSON.stringify(name)} in ${what}.`);
  }
}

/** @throws {TypeError} with this message unless the claim holds */
export function must(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}
