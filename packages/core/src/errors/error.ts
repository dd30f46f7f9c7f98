// Each message is written where its fault is found: search for the code.
/** Why a delivery is refused. A new code is a minor release, a renamed one a major release. */
export type WebhookErrorCode =
  | "missing-signature"
  | "malformed-signature"
  | "signature-mismatch"
  | "stale-timestamp"
  | "body-not-raw"
  | "body-too-large"
  | "invalid-json"
  | "schema-mismatch";

/** The HTTP status that fits each code. */
const STATUS = {
  "missing-signature": 401,
  "malformed-signature": 401,
  "signature-mismatch": 403,
  "stale-timestamp": 403,
  "body-not-raw": 500,
  "body-too-large": 413,
  "invalid-json": 400,
  "schema-mismatch": 422,
} as const satisfies Record<WebhookErrorCode, number>;

/** One place where a payload breaks its schema. Never holds the value that was found. */
export interface WebhookIssue {
  /**
   * Keys and indices from the payload's root to the fault. A key of more than 100 characters is cut
   * off, and ends in "…".
   */
  readonly path: readonly (string | number)[];
  /** The kind of fault, e.g. `"invalid_type"`; `"threw"` when the validator did not finish. */
  readonly code: string;
  /** What the validator expected, e.g. `"string"`. Empty when it does not say. */
  readonly expected: string;
}

/** What a `schema-mismatch` knows beyond its code. All of it was signed. */
export interface SchemaMismatch {
  readonly issues: readonly WebhookIssue[];
  readonly payload: unknown;
  readonly secretIndex: number;
}

const BRAND: unique symbol = Symbol.for("flaghook.WebhookError");

/**
 * A delivery that you must not trust, or that cannot be read. Switch on `code`; `message` is help
 * for a human and may change.
 *
 * Neither the message, nor an enumerable field, nor the stack holds a secret, a signature or the
 * body.
 *
 * @example
 * ```ts
 * import { WebhookError } from "@flaghook/core";
 *
 * export function statusOf(error: unknown): number {
 *   return WebhookError.is(error) ? error.status : 500;
 * }
 * ```
 */
export class WebhookError extends Error {
  // Getters, on the class and its prototype: stacks and logs show this name even after a minifier has
  // renamed the class. A static field would fail in the CommonJS build, where `name` is read-only.
  static override get name(): "WebhookError" {
    return "WebhookError";
  }
  override get name(): "WebhookError" {
    return "WebhookError";
  }
  /** Why, as one of a closed set of words. */
  declare readonly code: WebhookErrorCode;
  /** Id of the provider that refused, e.g. `"github"`. */
  declare readonly provider: string;
  /** The HTTP status to respond with. */
  declare readonly status: number;
  /** Where the payload breaks its schema: `schema-mismatch` only, at most 32. */
  declare readonly issues?: readonly WebhookIssue[];
  /** The signed payload of a `schema-mismatch`. Not enumerable, so that no logger prints it. */
  declare readonly payload?: unknown;
  /** Which secret matched, on a `schema-mismatch`. Not enumerable. */
  declare readonly secretIndex?: number;

  /**
   * @param message What is wrong and what to change, in whole sentences: where to look is added to
   *   them. Never the secret, a signature or the body.
   */
  constructor(code: WebhookErrorCode, provider: string, message: string, mismatch?: SchemaMismatch) {
    super(
      `${provider}: ${message} Run npx flaghook explain, or see https://github.com/flaghook/flaghook/blob/main/docs/errors.md#${code}`,
    );
    this.code = code;
    this.provider = provider;
    this.status = STATUS[code];
    for (const [name, value] of Object.entries(mismatch ?? {})) {
      Object.defineProperty(this, name, { value, enumerable: name === "issues" });
    }
  }

  /** Like `instanceof`, but also true for another copy of this package, such as ESM beside CJS. */
  static readonly is: (value: unknown) => value is WebhookError = isBranded;

  /** Makes `instanceof` say the same: a provider's `./signature` has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): value is WebhookError {
    return isBranded(value);
  }

  get [BRAND](): true {
    return true;
  }
}

function isBranded(value: unknown): value is WebhookError {
  return typeof value === "object" && value !== null && BRAND in value;
}
