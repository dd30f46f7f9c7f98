import type { WebhookEvent } from "@flaghook/core";
import { toWebResponse, webBodyOf } from "./http/web-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "something read the request before webhook() did. Hand the request to webhook() first, or read a request.clone().";

/**
 * Receives webhooks wherever a Request becomes a Response: Next.js route handlers, SvelteKit, React
 * Router, Astro, Bun, Deno, Workers.
 *
 * Returns a function from Request to a promise of Response, which never rejects. Hand it the
 * request unread.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/fetch";
 * import { hypertune } from "@flaghook/hypertune";
 *
 * export const POST = webhook({
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
export function webhook<Event extends WebhookEvent>(
  options: WebhookOptions<Event, Request>,
): (request: Request) => Promise<Response> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (request) =>
    receive(() => {
      const { method, headers } = request;
      return { method, headers, body: webBodyOf(request), request };
    }, toWebResponse);
}
