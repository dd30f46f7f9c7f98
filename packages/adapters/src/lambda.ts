import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";
import type { ReceiverResponse } from "./response/response.ts";

const RAW_BODY_HELP =
  "event.body is not the text or the base64 that API Gateway passes on. Use a Lambda proxy integration " +
  "without mapping templates, and no middleware that parses the body (middy: leave out http-json-body-parser).";

const NOT_HTTP =
  "the event has no method and no headers, so it is no HTTP request. webhook() takes those of API Gateway with a Lambda proxy " +
  "integration, of function URLs and of load balancers. For a test in the console use one of those, with its headers and body.";

/**
 * The part of an event that is used: of a load balancer, and of API Gateway's REST APIs (payload
 * format 1), HTTP APIs and function URLs (payload format 2).
 */
export interface LambdaEvent {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined | null;
  /**
   * In format 1, and of a load balancer that is set so. Read where it is there: `headers` keeps
   * only the last line of a repeated header.
   */
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | undefined | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean | undefined;
  /** Format 1, as the path is. Format 2 has `rawPath`. */
  readonly httpMethod?: string | undefined;
  readonly path?: string | undefined;
  readonly rawPath?: string | undefined;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined | null;
  /** Format 2 has the method in here. */
  readonly requestContext?: unknown;
}

/** A response in the form that both payload formats take. */
export interface LambdaResult {
  statusCode: number;
  headers: Record<string, string>;
  /** The same headers, where the event has such. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
}

/**
 * Receives webhooks on AWS Lambda behind API Gateway (REST and HTTP APIs), a function URL or a load
 * balancer.
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
 * import { github } from "@flaghook/github";
 *
 * export const handler = webhook({
 *   provider: github,
 *   secret: () => process.env.GITHUB_WEBHOOK_SECRET,
 *   on: {
 *     push(event) {
 *       console.log(event.payload.ref);
 *     },
 *   },
 * });
 * ```
 */
export function webhook<
  Event extends WebhookEvent,
  Trigger extends LambdaEvent = LambdaEvent,
  EventMap = unknown,
>(options: WebhookOptions<Event, Trigger, EventMap>): (event: Trigger) => Promise<LambdaResult> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (event) =>
    receive(
      () => {
        const method = methodOf(event);
        const headers = event?.multiValueHeaders ?? event?.headers ?? {};
        if (method === undefined && Object.keys(headers).length === 0) throw new TypeError(NOT_HTTP);
        const url = event.path ?? event.rawPath;
        return { method, url, headers, body: bodyOf(event), request: event };
      },
      (response) => toResult(event, response),
    );
}

/** A load balancer that is set to multi-value headers drops the single ones. */
function toResult(event: LambdaEvent, { status, headers, body }: ReceiverResponse): LambdaResult {
  const result = { statusCode: status, headers: { ...headers }, body, isBase64Encoded: false };
  if (!hasMultiValueHeaders(event)) return result;
  const lists = Object.entries(headers).map(([name, value]): [string, string[]] => [name, [value]]);
  return { ...result, multiValueHeaders: Object.fromEntries(lists) };
}

/** Comes after a failure, too: the event may not be readable at all. */
function hasMultiValueHeaders(event: LambdaEvent): boolean {
  try {
    return event.multiValueHeaders !== undefined && event.multiValueHeaders !== null;
  } catch {
    return false;
  }
}

function methodOf(event: LambdaEvent): string | undefined {
  const { http } = (event?.requestContext ?? {}) as { http?: { method?: string } }; // as format 2 documents it
  return event?.httpMethod ?? http?.method;
}

function bodyOf({ body, isBase64Encoded }: LambdaEvent): IncomingDelivery["body"] {
  if (body === undefined || body === null) return "";
  if (typeof body !== "string") return undefined;
  return isBase64Encoded === true ? Buffer.from(body, "base64") : body;
}
