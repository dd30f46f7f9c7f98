import { WebhookError, type WebhookErrorCode } from "@flaghook/core";
import type { Acceptance } from "./acceptance.ts";
import { ReceiverError, type ReceiverErrorCode } from "./receiver-error.ts";
import type { Stage } from "./stage.ts";

/** The HTTP response to a delivery. */
export interface ReceiverResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with a `code`, or empty. Never holds a part of the delivery. */
  readonly body: string;
}

/**
 * The `code` in the body of a response. The last five mean that one of your functions, or the
 * inbox, failed.
 */
export type ResponseCode =
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
  | "response-failed";

const ALLOW = "POST, OPTIONS";

/** The response to any method but POST; `undefined` for POST. */
export function methodResponse(method: string): ReceiverResponse | undefined {
  if (method === "POST") return undefined;
  if (method === "OPTIONS") return { status: 204, headers: { allow: ALLOW }, body: "" };
  return jsonResponse(405, "method-not-allowed", { allow: ALLOW });
}

/** The response to a delivery that was handled, or that the inbox has. */
export function successResponse(code: "handled" | "ignored" | Acceptance): ReceiverResponse {
  return jsonResponse(200, code);
}

/**
 * The response to a failure: the one table of them. Never throws, although a thrown value may throw
 * again when it is looked at.
 */
export function failureResponse(error: unknown, stage: Stage): ReceiverResponse {
  // Our own code failed, whatever it threw: the delivery itself was not refused.
  if (stage === "handle") return jsonResponse(500, "handler-failed");
  if (stage === "respond") return jsonResponse(500, "response-failed");
  if (stage === "secret") return jsonResponse(500, "secret-failed");
  if (stage === "scope") return jsonResponse(500, "scope-failed");
  try {
    return refusalResponse(error, stage) ?? faultResponse(stage);
  } catch {
    return faultResponse(stage);
  }
}

function refusalResponse(error: unknown, stage: Stage): ReceiverResponse | undefined {
  if (WebhookError.is(error) || error instanceof ReceiverError) {
    const { status, code } = error;
    // Perhaps from another, later copy of the class, or from somebody who only claims to be one.
    if (!Number.isInteger(status) || status < 400 || status > 599 || !isCode(code)) return undefined;
    return jsonResponse(status, code, status === 415 ? { "accept-encoding": "identity" } : {});
  }
  if (stage !== "inbox" || typeof error !== "object" || error === null) return undefined;
  return "status" in error && error.status === 413 ? jsonResponse(413, "body-too-large") : undefined;
}

function isCode(code: unknown): boolean {
  return typeof code === "string" && /^[a-z][a-z-]{0,63}$/.test(code);
}

function faultResponse(stage: Stage): ReceiverResponse {
  return jsonResponse(500, stage === "inbox" ? "inbox-failed" : "internal-error");
}

function jsonResponse(
  status: number,
  code: ResponseCode,
  headers: Record<string, string> = {},
): ReceiverResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ code }),
  };
}
