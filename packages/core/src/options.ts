/** A shared key, as the provider shows it. */
export type Secret = string | Uint8Array;

/** How to verify. An option that is not listed here is a TypeError. */
export interface VerifyOptions {
  /** The shared key, or several while one is being rotated out: the first that matches wins. Empty is a TypeError. */
  readonly secret: Secret | readonly Secret[];
  /** Largest body accepted, in bytes: a non-negative integer or Infinity. Default 26 214 400 (25 MiB). */
  readonly maxBodyBytes?: number;
  /** The clock, for schemes that sign a timestamp. Default: the system's. */
  readonly now?: () => Date;
}

/** GitHub's own cap on a payload; the largest default batch of GO Feature Flag is 17 MB. */
export const DEFAULT_MAX_BODY_BYTES = 26_214_400;

/** @throws {TypeError} on anything that a type checker would have refused, an empty secret among them */
export function checkOptions(options: VerifyOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("options must be an object with a secret.");
  }
  for (const name in options) {
    if (name !== "secret" && name !== "maxBodyBytes" && name !== "now") {
      throw new TypeError(`unknown option ${JSON.stringify(name)}. Known: secret, maxBodyBytes, now.`);
    }
  }
  const { secret, maxBodyBytes, now } = options;
  if (Array.isArray(secret)) checkSecrets(secret);
  else checkSecret(secret);
  if (maxBodyBytes !== undefined) checkMaxBodyBytes(maxBodyBytes);
  if (now !== undefined && typeof now !== "function") {
    throw new TypeError("now must be a function that returns a Date.");
  }
}

/** @throws {TypeError} when it is not one usable secret */
export function checkSecret(secret: unknown): void {
  if (isUsable(secret)) return;
  throw new TypeError(
    secret === undefined
      ? "secret is undefined. Is the environment variable that holds it set?"
      : "secret must be a non-empty string or Uint8Array. Only verifying takes a list of them.",
  );
}

function checkSecrets(secrets: readonly unknown[]): void {
  // Counted by hand: every() passes over the holes of a sparse list.
  let usable = 0;
  while (usable < secrets.length && isUsable(secrets[usable])) usable++;
  if (usable > 0 && usable === secrets.length) return;
  throw new TypeError("a list of secrets must hold at least one, each a non-empty string or Uint8Array.");
}

function isUsable(secret: unknown): boolean {
  if (typeof secret === "string") return secret !== "";
  return isUint8Array(secret) && secret.byteLength > 0;
}

// By tag: a Uint8Array of another realm is one all the same.
function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function checkMaxBodyBytes(limit: unknown): void {
  if (limit === Infinity || (Number.isInteger(limit) && (limit as number) >= 0)) return;
  throw new TypeError("maxBodyBytes must be a non-negative integer or Infinity.");
}

/** @throws {TypeError} when `now` gives anything but a valid Date */
export function readClock(now: (() => Date) | undefined): number {
  if (now === undefined) return Date.now();
  const date = now();
  checkDate("what now() returns", date);
  return Number(date);
}

/** @throws {TypeError} when it is anything but a valid Date, of whatever realm */
export function checkDate(what: string, date: unknown): void {
  if (Object.prototype.toString.call(date) === "[object Date]" && Number.isFinite(Number(date))) return;
  throw new TypeError(`${what} must be a valid Date.`);
}
