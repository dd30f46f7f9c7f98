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

/**
 * Refuses wrong options at once, before any delivery is looked at.
 *
 * @throws {TypeError} on anything that a type checker would have refused, an empty secret among them
 */
export function checkOptions(options: VerifyOptions): void {
  checkObject("options", options);
  for (const name in options) {
    if (name !== "secret" && name !== "maxBodyBytes" && name !== "now") {
      throw new TypeError(`there is no option ${JSON.stringify(name)}.`);
    }
  }
  const { secret, maxBodyBytes, now } = options;
  if (!Array.isArray(secret) || secret.length === 0) checkSecret(secret);
  else Array.from(secret, checkSecret);
  if (maxBodyBytes !== undefined && !isLimit(maxBodyBytes)) {
    throw new TypeError("maxBodyBytes must be Infinity or an integer from 0.");
  }
  if (now !== undefined && typeof now !== "function") throw new TypeError("now must be a function.");
}

/** @throws {TypeError} when it is no object at all */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== "object" || value === null) throw new TypeError(`${name} must be an object.`);
}

/** @throws {TypeError} when it is not one usable secret */
export function checkSecret(secret: unknown): void {
  if (typeof secret === "string" ? secret !== "" : isUint8Array(secret) && secret.byteLength > 0) return;
  throw new TypeError(
    secret === undefined
      ? "secret is undefined. Is its environment variable set?"
      : "secret must be a non-empty string or Uint8Array, or a list of them.",
  );
}

// By tag: a Uint8Array of another realm is one all the same.
function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function isLimit(limit: number): boolean {
  return limit === Infinity || (Number.isInteger(limit) && limit >= 0);
}
