/** What can go wrong around a delivery, beside the codes of WebhookError. */
export type ReceiverErrorCode = "unsupported-encoding" | "incomplete-body" | "overloaded" | "slow-handler";

/**
 * The HTTP status for each code. A slow handler gets none: its delivery has its response when it
 * ends.
 */
const STATUS = {
  "unsupported-encoding": 415,
  "incomplete-body": 400,
  overloaded: 503,
  "slow-handler": 500,
} as const satisfies Record<ReceiverErrorCode, number>;

/**
 * A delivery that could not be read, or a handler that takes too long. Goes to `onError`; your code
 * never has to catch it.
 *
 * `unsupported-encoding`: the body is compressed, so its bytes are not the signed ones.
 * `incomplete-body`: the sender went away before the end of the body. `overloaded`: the bodies
 * without a response take up more than `maxPendingBytes`, and this one gave way. `slow-handler`:
 * the handler is still running after `slowHandlerMs`.
 */
export class ReceiverError extends Error {
  override readonly name = "ReceiverError";
  readonly code: ReceiverErrorCode;
  /** Id of the endpoint's provider. */
  readonly provider: string;
  /** The HTTP status that belongs to the code. */
  readonly status: number;

  /** @param message What is wrong and what to change. Never a part of the delivery. */
  constructor(code: ReceiverErrorCode, provider: string, message: string) {
    super(`${provider}: ${message}`);
    this.code = code;
    this.provider = provider;
    this.status = STATUS[code];
  }
}
