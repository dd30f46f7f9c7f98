import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { isBytes } from "./body/read-body.ts";
import { isUnread } from "./body/streams.ts";
import {
  isBodyStillArriving,
  respondAndClose,
  type NodeResponse,
  type UnfinishedRequest,
} from "./http/early-response.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";
import type { ReceiverResponse } from "./response/response.ts";

const RAW_BODY_HELP =
  "a body parser ran first. Mount webhook() before it, or set context.disableBodyParser = true on this path; " +
  "parsers that keep context.request.rawBody are fine, too.";

/** The part of a Koa context that is used. */
export interface KoaContext {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly req: UnfinishedRequest;
  readonly res: NodeResponse;
  readonly request: object;
  respond?: boolean;
  status: number;
  body: unknown;
  set(headers: Record<string, string>): unknown;
}

/**
 * Receives webhooks on Koa.
 *
 * Returns a middleware for `app.use` or a router's `all`. It responds to every request it gets and
 * never calls `next`. Mount it before a body parser, or use one that keeps
 * `context.request.rawBody`. `delivery.request` is the context.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/koa";
 * import { hypertune } from "@flaghook/hypertune";
 * import Koa from "koa";
 *
 * const app = new Koa();
 * app.use(
 *   webhook({
 *     provider: hypertune,
 *     secret: "from your secret store",
 *     on: {
 *       NEW_COMMIT(event) {
 *         console.log(event.id);
 *       },
 *     },
 *   }),
 * );
 * ```
 */
export function webhook<Event extends WebhookEvent, Context extends KoaContext = KoaContext>(
  options: WebhookOptions<Event, Context>,
): (context: Context) => Promise<void> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (context) =>
    receive(
      () => ({
        method: context.method,
        headers: context.headers,
        body: bodyOf(context),
        request: context,
      }),
      (response) => write(context, response),
    );
}

function write(context: KoaContext, response: ReceiverResponse): void {
  if (isBodyStillArriving(context.req)) {
    context.respond = false; // Koa would end the connection before the sender can read the response
    return respondAndClose(context.req, context.res, response);
  }
  context.set({ ...response.headers });
  context.body = response.body;
  context.status = response.status;
}

function bodyOf(context: KoaContext): IncomingDelivery["body"] {
  const request = context.request as { rawBody?: unknown; body?: unknown }; // parsers add them
  const { rawBody } = request;
  if (isBytes(rawBody)) return rawBody;
  if (isUnread(context.req)) return context.req;
  const { body } = request; // last, since a getter may parse, and throw
  return isBytes(body) ? body : undefined;
}
