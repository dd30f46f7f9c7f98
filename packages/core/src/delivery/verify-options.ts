import { assert, assertObject } from "../errors/assert.ts";
import { readSecret, type Secret, type TokenSecret } from "./secret.ts";
import { unwrapToken } from "./token-secret.ts";

/** How to verify. An option that is not listed here is a TypeError. */
export interface VerifyOptions {
  /**
   * The shared key, or several while you rotate it: the first that matches wins. A TypeError when
   * it is empty, or exactly the text of a value that was missing or not awaited: `undefined`,
   * `null`, `[object Object]`, `[object Promise]`.
   *
   * `{ token }` is for providers that may send the secret itself. Others take it for a TypeError.
   */
  readonly secret: Secret | TokenSecret | readonly (Secret | TokenSecret)[];
  /**
   * Largest body accepted, in bytes: a non-negative integer or Infinity. Default 26 214 400
   * (25 MiB).
   */
  readonly maxBodyBytes?: number;
  /** The clock, for schemes that sign a timestamp. Default: the system's. */
  readonly now?: () => Date;
}

/** GitHub's own cap on a payload; the largest default batch of GO Feature Flag is 17 MB. */
export const DEFAULT_MAX_BODY_BYTES = 26_214_400;

const NO_OPTIONS = { secret: undefined, maxBodyBytes: undefined, now: undefined };

/** Options as they were read, once: a getter may give something else the next time. */
export interface ReadOptions {
  /** At least one, in an array of our own. `readSecret` refuses the unusable ones. */
  readonly secrets: readonly (Secret | TokenSecret)[];
  readonly maxBodyBytes: number;
  readonly now: VerifyOptions["now"];
}

/**
 * Refuses wrong options at once, before anybody looks at a delivery.
 *
 * @throws {TypeError} for anything that a type checker would have refused, such as an empty secret
 */
export function assertOptions(options: VerifyOptions): void {
  for (const secret of readOptions(options).secrets) readSecret(unwrapToken(secret));
}

/** @throws {TypeError} for everything that `assertOptions` refuses but an unusable secret */
export function readOptions(options: VerifyOptions): ReadOptions {
  assertObject("options", options);
  // Over fields of our own: a property that every object inherits is no option of ours.
  const own = { ...NO_OPTIONS, ...options };
  const { secret, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, now, ...unknown } = own;
  for (const name of Object.keys(unknown)) throw new TypeError(`there is no option "${name}".`);
  assert(
    maxBodyBytes === Infinity || (Number.isInteger(maxBodyBytes) && maxBodyBytes >= 0),
    "maxBodyBytes must be Infinity or an integer from 0.",
  );
  assert(now === undefined || typeof now === "function", "now must be a function.");
  // An empty list stays one: a secret of the wrong kind.
  const isList = Array.isArray(secret) && secret.length > 0;
  const secrets = isList ? [...(secret as Secret[])] : [secret as Secret];
  return { secrets, maxBodyBytes, now };
}
