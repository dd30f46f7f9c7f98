import type { Acceptance } from "./acceptance.ts";
import { failureOf, type FailureCode } from "./failure.ts";
import type { Stage } from "./stage.ts";

/** The HTTP response to a delivery. */
export interface ReceiverResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with a `code`, or empty. Never holds a part of the delivery. */
  readonly body: string;
}

/** The `code` in the body of a response. */
export type ResponseCode = "handled" | "ignored" | Acceptance | FailureCode;

/** The response to a method that is not allowed. OPTIONS gets 204. */
export function methodResponse(method: string, allow: string): ReceiverResponse {
  if (method === "OPTIONS") return { status: 204, headers: { allow }, body: "" };
  return jsonResponse(405, "method-not-allowed", { allow });
}

/** The response to a delivery that was handled, or that the inbox has. */
export function successResponse(code: "handled" | "ignored" | Acceptance): ReceiverResponse {
  return jsonResponse(200, code);
}

/** The response to a failure. Never throws. */
export function failureResponse(error: unknown, stage: Stage): ReceiverResponse {
  const { status, code } = failureOf(error, stage);
  return jsonResponse(status, code, status === 415 ? { "accept-encoding": "identity" } : {});
}

function jsonResponse(
  status: number,
  code: ResponseCode,
  headers: Record<string, string> = {},
): ReceiverResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: `{"code":"${code}"}`, // every code is a plain word
  };
}
