import { WebhookError, type WebhookErrorCode } from "@flaghook/core";
import { ReceiverError, type ReceiverErrorCode } from "./receiver-error.ts";
import type { Stage } from "./stage.ts";

/** The code of a failure. The last six mean that one of your functions, or the inbox, failed. */
export type FailureCode =
  | WebhookErrorCode
  | ReceiverErrorCode
  | "internal-error"
  | "handler-failed"
  | "inbox-failed"
  | "secret-failed"
  | "scope-failed"
  | "response-failed";

/** What a failure comes down to: the status and the code of its response. */
export interface Failure {
  readonly status: number;
  readonly code: FailureCode;
}

/** Stages in which our own code fails, whatever it throws: the delivery itself is not refused. */
const OWN: Partial<Record<Stage, FailureCode>> = {
  secret: "secret-failed",
  scope: "scope-failed",
  handle: "handler-failed",
  respond: "response-failed",
};

/** Codes of ours that say more than the stage in which they come. */
const OF_ANY_STAGE: readonly string[] = ["secret-missing", "slow-handler"] satisfies ReceiverErrorCode[];

/**
 * The one table of failures. Never throws, although a thrown value may throw again when it is
 * looked at.
 */
export function failureOf(error: unknown, stage: Stage): Failure {
  try {
    return knownFailure(error, stage) ?? fault(stage);
  } catch {
    return fault(stage);
  }
}

function knownFailure(error: unknown, stage: Stage): Failure | undefined {
  if (OWN[stage] !== undefined) {
    const isNamed = error instanceof ReceiverError && OF_ANY_STAGE.includes(error.code);
    return isNamed ? error : undefined;
  }
  if (WebhookError.is(error) || error instanceof ReceiverError) {
    const { status, code } = error;
    // Perhaps from another, later copy of the class, or from somebody who only claims to be one.
    if (!Number.isInteger(status) || status < 400 || status > 599 || !isCode(code)) return undefined;
    return { status, code };
  }
  if (stage !== "inbox" || typeof error !== "object" || error === null) return undefined;
  return "status" in error && error.status === 413 ? { status: 413, code: "body-too-large" } : undefined;
}

function isCode(code: unknown): boolean {
  return typeof code === "string" && /^[a-z][a-z-]{0,63}$/.test(code);
}

function fault(stage: Stage): Failure {
  return { status: 500, code: OWN[stage] ?? (stage === "inbox" ? "inbox-failed" : "internal-error") };
}
