import type { WebhookEvent } from "@flaghook/core";
import { toWebResponse, type FetchRequest } from "./http/web-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

export type { FetchRequest } from "./http/web-http.ts";

const RAW_BODY_HELP =
  "something read the request before webhook() did. Hand the request to webhook() first, or read a request.clone().";

const NO_REQUEST =
  "webhook() was called without a web Request. Use the subpath of your framework: @flaghook/adapters/express, node, " +
  "fastify, koa, hono or lambda. SvelteKit, Astro and React Router have it in a property: ({ request }) => receive(request).";

/**
 * Receives webhooks wherever a Request becomes a Response: Next.js route handlers, SvelteKit, React
 * Router, Astro, Bun, Deno, Workers, Azure Functions.
 *
 * Returns a function from Request to a promise of Response, which never rejects. Hand it the
 * request unread.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/fetch";
 * import { github } from "@flaghook/github";
 *
 * export const POST = webhook({
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
  Incoming extends FetchRequest = Request,
  EventMap = unknown,
>(options: WebhookOptions<Event, Incoming, EventMap>): (request: Incoming) => Promise<Response> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (request) =>
    receive(() => {
      const { method, url, headers } = request;
      if (typeof headers?.get !== "function") throw new TypeError(NO_REQUEST);
      return { method, url, headers, body: request, request };
    }, toWebResponse);
}
