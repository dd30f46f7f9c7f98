import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { toWebResponse, webBodyOf } from "./http/web-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "a validator or middleware read the body as something else. Mount webhook() without one, or read it with " +
  "context.req.arrayBuffer() there: Hono keeps those bytes.";

/** The part of a Hono context that is used, and that endpoints of many tenants look at. */
export interface HonoContext {
  readonly env: unknown;
  readonly req: {
    readonly raw: Request;
    readonly bodyCache: object;
    param(name: string): string | undefined;
  };
}

/**
 * Receives webhooks on Hono, on every runtime of its.
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
 * import { hypertune } from "@flaghook/hypertune";
 * import { Hono } from "hono";
 *
 * const app = new Hono();
 * app.all(
 *   "/webhooks/hypertune",
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
export function webhook<Event extends WebhookEvent, Context extends HonoContext = HonoContext>(
  options: WebhookOptions<Event, Context>,
): (context: Context) => Promise<Response> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (context) =>
    receive(async () => {
      const { method, headers } = context.req.raw;
      return { method, headers, body: await bodyOf(context), request: context };
    }, toWebResponse);
}

/**
 * Hono caches what its own methods read. Only bytes and text are raw: JSON would be serialised
 * again.
 */
async function bodyOf(context: HonoContext): Promise<IncomingDelivery["body"]> {
  const { arrayBuffer, text } = context.req.bodyCache as Record<
    string,
    Promise<ArrayBuffer | string> | undefined
  >;
  const kept = arrayBuffer ?? text;
  if (kept === undefined) return webBodyOf(context.req.raw);
  try {
    return await kept;
  } catch {
    return undefined; // whoever read it first has seen the failure
  }
}
