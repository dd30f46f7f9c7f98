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

/** An answer of your own: headers and body default to none. */
export interface CustomReply {
  /** 200 to 599. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The `code` in the body of an answer. The last four mean that one of your functions, or the inbox, failed. */
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
  | "reply-failed";

/** Statuses with which Response takes no body. */
const BODILESS: readonly number[] = [204, 205, 304];

// What frameworks would otherwise throw at, after the receiver has done its work.
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

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

/** The one table from failures to answers. */
export function replyToFailure(error: unknown, stage: Stage): Reply {
  // Whatever these threw, a WebhookError of some other delivery perhaps: this one was not refused.
  if (stage === "handle") return jsonReply(500, "handler-failed");
  if (stage === "reply") return jsonReply(500, "reply-failed");
  if (stage === "secret") return jsonReply(500, "secret-failed");
  if (WebhookError.is(error)) return jsonReply(error.status, error.code);
  if (error instanceof ReceiverError) {
    const headers = error.status === 415 ? { "accept-encoding": "identity" } : {};
    return jsonReply(error.status, error.code, headers);
  }
  if (stage === "inbox") {
    const isTooLarge =
      typeof error === "object" && error !== null && "status" in error && error.status === 413;
    return isTooLarge ? jsonReply(413, "body-too-large") : jsonReply(500, "inbox-failed");
  }
  return jsonReply(500, "internal-error");
}

/** @throws {TypeError} when it is not an answer */
export function completeReply(custom: CustomReply): Reply {
  const { status, headers = {}, body = "" } = custom;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError("reply must return undefined or an answer with a status from 200 to 599.");
  }
  if (typeof body !== "string") throw new TypeError("reply must return a body that is a string.");
  if (body !== "" && BODILESS.includes(status)) {
    throw new TypeError(`reply must not return a body with status ${status}.`);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) {
      throw new TypeError(`reply must return headers that HTTP can carry: ${JSON.stringify(name)} is none.`);
    }
  }
  return { status, headers, body };
}

function jsonReply(status: number, code: ReplyCode, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ code }),
  };
}
