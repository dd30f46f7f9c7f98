/** What can go wrong around a delivery, beside the codes of WebhookError. */
export type ReceiverErrorCode =
  | "method-not-allowed"
  | "unsupported-encoding"
  | "incomplete-body"
  | "overloaded"
  | "secret-missing"
  | "slow-handler";

/** A slow handler's status is never sent: its delivery has its response when it ends. */
const STATUS = {
  "method-not-allowed": 405,
  "unsupported-encoding": 415,
  "incomplete-body": 400,
  overloaded: 503,
  "secret-missing": 500,
  "slow-handler": 500,
} as const satisfies Record<ReceiverErrorCode, number>;

/**
 * A delivery that could not be received, or a handler that takes too long. Goes to `onError`; your
 * code never has to catch it.
 *
 * - `method-not-allowed`: its method is not among `methods`.
 * - `unsupported-encoding`: the body is compressed, so its bytes are not the signed ones.
 * - `incomplete-body`: fewer bytes came than Content-Length says, or the sender went away.
 * - `overloaded`: the pending bodies take up more than `maxPendingBytes`, and this one gave way.
 * - `secret-missing`: the `secret` function gave nothing to verify with.
 * - `slow-handler`: the handler is still running after `slowHandlerMs`.
 */
export class ReceiverError extends Error {
  override readonly name = "ReceiverError";
  readonly code: ReceiverErrorCode;
  /** Id of the endpoint's provider. */
  readonly provider: string;
  /**
   * The HTTP status of the response: the code's own, or the one that a body's stream failed with.
   */
  readonly status: number;

  /** @param message What is wrong and what to change. Never a part of the delivery. */
  constructor(
    code: ReceiverErrorCode,
    provider: string,
    message: string,
    { status = STATUS[code], cause }: { status?: number; cause?: unknown } = {},
  ) {
    super(`${provider}: ${message}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.provider = provider;
    this.status = status;
  }
}
