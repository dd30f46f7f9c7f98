import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";
import type { ReceiverResponse } from "./response/response.ts";

const RAW_BODY_HELP =
  "event.body is not the text or the base64 that API Gateway passes on. Use a Lambda proxy integration " +
  "without mapping templates, and no middleware that parses the body (middy: leave out http-json-body-parser).";

/**
 * The part of an API Gateway event that is used: REST (payload format 1), HTTP API and function URL
 * (payload format 2).
 */
export interface LambdaEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  /** Format 1 only, and read there: its `headers` keep only the last line of a repeated header. */
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  /** Format 1 only. */
  readonly httpMethod?: string;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
  /** Format 2 has the method in here. */
  readonly requestContext?: unknown;
}

/** A response in the form that both payload formats take. */
export interface LambdaResult {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
}

/**
 * Receives webhooks on AWS Lambda behind API Gateway (REST and HTTP APIs) or a function URL.
 *
 * Returns a Lambda handler, which never rejects. Decodes bodies in base64. A REST API without
 * binary media types passes text on: bytes that are not UTF-8 are lost before they get here.
 * `delivery.request` is the event.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/lambda";
 * import { hypertune } from "@flaghook/hypertune";
 *
 * export const handler = webhook({
 *   provider: hypertune,
 *   secret: "from your secret store",
 *   on: {
 *     NEW_COMMIT(event) {
 *       console.log(event.id);
 *     },
 *   },
 * });
 * ```
 */
export function webhook<Event extends WebhookEvent, Trigger extends LambdaEvent = LambdaEvent>(
  options: WebhookOptions<Event, Trigger>,
): (event: Trigger) => Promise<LambdaResult> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (event) =>
    receive(
      () => ({
        method: methodOf(event),
        headers: event.multiValueHeaders ?? event.headers ?? {},
        body: bodyOf(event),
        request: event,
      }),
      toResult,
    );
}

function toResult({ status, headers, body }: ReceiverResponse): LambdaResult {
  return { statusCode: status, headers: { ...headers }, body, isBase64Encoded: false };
}

function methodOf(event: LambdaEvent): string | undefined {
  const { http } = (event.requestContext ?? {}) as { http?: { method?: string } }; // as format 2 documents it
  return event.httpMethod ?? http?.method;
}

function bodyOf({ body, isBase64Encoded }: LambdaEvent): IncomingDelivery["body"] {
  if (body === undefined || body === null) return "";
  if (typeof body !== "string") return undefined;
  return isBase64Encoded === true ? Buffer.from(body, "base64") : body;
}
