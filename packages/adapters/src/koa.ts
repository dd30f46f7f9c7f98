import type { WebhookEvent } from "@flaghook/core";
import {
  isBodyStillArriving,
  respondAndClose,
  type NodeResponse,
  type UnfinishedRequest,
} from "./http/early-response.ts";
import { bodyOf } from "./http/kept-body.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";
import type { ReceiverResponse } from "./response/response.ts";

const RAW_BODY_HELP =
  "a body parser ran first. Mount webhook() before it, or let it keep the bytes. koa-body, and Strapi with it: " +
  'includeUnparsed: true, and jsonLimit: "25mb" for bodies over 1 MB. @koa/bodyparser keeps what it parses; ' +
  "where context.disableBodyParser = true is set before it, webhook() reads the body itself.";

const NO_CONTEXT =
  "webhook() was called without Koa's context: mount it with app.use or a router of Koa. Express and Node have " +
  "subpaths of their own.";

/** The part of a Koa context that is used, and that your functions look at. */
export interface KoaContext {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly req: UnfinishedRequest;
  readonly res: NodeResponse;
  readonly request: object;
  /** A router's. Untyped, as routers have it. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly params?: any;
  respond?: boolean | undefined;
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
 * import { github } from "@flaghook/github";
 * import Koa from "koa";
 *
 * const app = new Koa();
 * app.use(
 *   webhook({
 *     provider: github,
 *     secret: () => process.env.GITHUB_WEBHOOK_SECRET,
 *     on: {
 *       push(event) {
 *         console.log(event.payload.ref);
 *       },
 *     },
 *   }),
 * );
 * ```
 */
export function webhook<
  Event extends WebhookEvent,
  Context extends KoaContext = KoaContext,
  EventMap = unknown,
>(options: WebhookOptions<Event, Context, EventMap>): (context: Context) => Promise<void> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (context) =>
    receive(
      () => {
        if (!isContext(context)) throw new TypeError(NO_CONTEXT);
        const { method, url, headers } = context;
        const body = bodyOf(context.req, context.request);
        if (!(body instanceof Promise)) return { method, url, headers, body, request: context };
        return body.then((bytes) => ({ method, url, headers, body: bytes, request: context }));
      },
      (response) => write(context, response),
    );
}

function isContext(given: Partial<KoaContext> | undefined): boolean {
  return typeof given?.set === "function" && given.req !== undefined;
}

function write(context: KoaContext, response: ReceiverResponse): void {
  if (!isContext(context)) return;
  if (isBodyStillArriving(context.req)) {
    context.respond = false; // Koa would end the connection before the sender can read the response
    return respondAndClose(context.req, context.res, response);
  }
  context.set({ ...response.headers });
  context.body = response.body;
  context.status = response.status;
}
