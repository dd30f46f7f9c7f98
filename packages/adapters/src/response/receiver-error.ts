/** What can go wrong around a delivery, beside the codes of WebhookError. */
export type ReceiverErrorCode = "unsupported-encoding" | "incomplete-body" | "overloaded" | "slow-handler";

/** The HTTP answer for each code. A slow handler has none: its delivery is answered when it ends. */
const STATUS = {
  "unsupported-encoding": 415,
  "incomplete-body": 400,
  overloaded: 503,
  "slow-handler": 500,
} as const satisfies Record<ReceiverErrorCode, number>;

/**
 * A delivery that could not be taken in, or a handler that takes too long. Given to `onError`, never thrown at you.
 *
 * `unsupported-encoding`: the body is compressed, so its bytes are not the signed ones. `incomplete-body`: the sender went
 * away before the body was complete. `overloaded`: the unanswered bodies of this receiver hold more than `maxPendingBytes`,
 * and this one gave way. `slow-handler`: the handler is still running after `slowHandlerMs`.
 */
export class ReceiverError extends Error {
  override readonly name = "ReceiverError";
  readonly code: ReceiverErrorCode;
  /** Id of the provider whose endpoint this is. */
  readonly provider: string;
  /** The HTTP status that belongs to it. */
  readonly status: number;

  /** @param message What is wrong and what to change. Never a part of the delivery. */
  constructor(code: ReceiverErrorCode, provider: string, message: string) {
    super(`${provider}: ${message}`);
    this.code = code;
    this.provider = provider;
    this.status = STATUS[code];
  }
}
