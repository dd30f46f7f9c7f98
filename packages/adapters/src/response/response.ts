import { WebhookError, type WebhookErrorCode } from "@flaghook/core";
import { ReceiverError, type ReceiverErrorCode } from "./receiver-error.ts";
import type { Acceptance } from "../receiver/inbox.ts";
import type { Stage } from "../receiver/delivery-result.ts";

/** An HTTP answer. */
export interface Reply {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with a `code`, or empty. Never holds a part of the delivery. */
  readonly body: string;
}

/** The `code` in the body of an answer. The last five mean that one of your functions, or the inbox, failed. */
export type ReplyCode =
  | "handled"
  | "ignored"
  | Acceptance
  | WebhookErrorCode
  | ReceiverErrorCode
  | "method-not-allowed"
  | "internal-error"
  | "handler-failed"
  | "inbox-failed"
  | "secret-failed"
  | "scope-failed"
  | "reply-failed";

const ALLOW = "POST, OPTIONS";

/** The answer to anything but POST, or `undefined` for POST. */
export function replyToMethod(method: string): Reply | undefined {
  if (method === "POST") return undefined;
  if (method === "OPTIONS") return { status: 204, headers: { allow: ALLOW }, body: "" };
  return jsonReply(405, "method-not-allowed", { allow: ALLOW });
}

/** The answer to a delivery that was taken in. */
export function replyToSuccess(code: "handled" | "ignored" | Acceptance): Reply {
  return jsonReply(200, code);
}

/** The one table from failures to answers. Never throws: whatever was thrown may throw again when it is looked at. */
export function replyToFailure(error: unknown, stage: Stage): Reply {
  // Whatever these threw, a WebhookError of some other delivery perhaps: this one was not refused.
  if (stage === "handle") return jsonReply(500, "handler-failed");
  if (stage === "reply") return jsonReply(500, "reply-failed");
  if (stage === "secret") return jsonReply(500, "secret-failed");
  if (stage === "scope") return jsonReply(500, "scope-failed");
  try {
    return replyToRefusal(error, stage) ?? replyToFault(stage);
  } catch {
    return replyToFault(stage);
  }
}

function replyToRefusal(error: unknown, stage: Stage): Reply | undefined {
  if (WebhookError.is(error) || error instanceof ReceiverError) {
    const { status, code } = error;
    // Of another copy of the class, a later one perhaps; or of somebody who only says that it is one.
    if (!Number.isInteger(status) || status < 400 || status > 599 || !isCode(code)) return undefined;
    return jsonReply(status, code, status === 415 ? { "accept-encoding": "identity" } : {});
  }
  if (stage !== "inbox" || typeof error !== "object" || error === null) return undefined;
  return "status" in error && error.status === 413 ? jsonReply(413, "body-too-large") : undefined;
}

function isCode(code: unknown): boolean {
  return typeof code === "string" && /^[a-z][a-z-]{0,63}$/.test(code);
}

function replyToFault(stage: Stage): Reply {
  return jsonReply(500, stage === "inbox" ? "inbox-failed" : "internal-error");
}

function jsonReply(status: number, code: ReplyCode, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ code }),
  };
}
