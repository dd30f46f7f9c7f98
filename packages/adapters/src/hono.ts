import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { toWebResponse } from "./http/web-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "a validator or middleware read the body as something else. Mount webhook() without one, or read it with " +
  "context.req.arrayBuffer() there: Hono keeps those bytes.";

const NO_CONTEXT =
  "webhook() was called without Hono's context: mount it with app.post, or call it with the context. Where a server " +
  "hands over a Request, use @flaghook/adapters/fetch.";

/**
 * The part of a Hono context that is used, and that your functions look at. Annotate the delivery
 * to see all of it: `ReceivedDelivery<Context<{ Bindings: … }>>`.
 */
export interface HonoContext {
  /** Bindings. Untyped, as in Hono itself: the place where a handler is mounted does not tell. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly env: any;
  readonly req: {
    readonly raw: Request;
    readonly bodyCache: object;
    readonly path: string;
    param(name: string): string | undefined;
    query(name: string): string | undefined;
  };
}

/**
 * Receives webhooks on Hono, on every runtime that Hono runs on.
 *
 * Returns a handler for `app.post` or `app.all`; with `app.all` other methods get 405. Where a
 * middleware read the body first, it uses the bytes or the text that Hono kept. `delivery.request`
 * is the context.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/hono";
 * import { github } from "@flaghook/github";
 * import { Hono } from "hono";
 *
 * const app = new Hono();
 * app.all(
 *   "/webhooks/github",
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
  Context extends HonoContext = HonoContext,
  EventMap = unknown,
>(options: WebhookOptions<Event, Context, EventMap>): (context: Context) => Promise<Response> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (context) =>
    receive(() => {
      if (context?.req?.raw === undefined) throw new TypeError(NO_CONTEXT);
      const { method, url, headers } = context.req.raw;
      const body = bodyOf(context);
      if (!(body instanceof Promise)) return { method, url, headers, body, request: context };
      return body.then((bytes) => ({ method, url, headers, body: bytes, request: context }));
    }, toWebResponse);
}

/**
 * Hono caches what its own methods read. Only bytes and text are raw: JSON would be serialised
 * again.
 */
function bodyOf({ req }: HonoContext): IncomingDelivery["body"] | Promise<IncomingDelivery["body"]> {
  const { arrayBuffer, text } = req.bodyCache as Record<string, Promise<ArrayBuffer | string> | undefined>;
  const kept = arrayBuffer ?? text;
  if (kept === undefined) return req.raw;
  return Promise.resolve(kept).catch(() => undefined); // whoever read it first has seen the failure
}
