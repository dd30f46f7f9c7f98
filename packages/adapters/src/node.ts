import type { WebhookEvent } from "@flaghook/core";
import { serve, type NodeRequest, type NodeResponse } from "./http/node-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

export type { NodeRequest, NodeResponse } from "./http/node-http.ts";

const RAW_BODY_HELP =
  "something read the request before webhook() did. Mount webhook() before any body parser. In a Next.js " +
  "pages route, export const config = { api: { bodyParser: false } }. A host that parses first can keep the " +
  "bytes in request.rawBody.";

/** A request of Node's own server, as your functions get it. */
export interface NodeServerRequest extends NodeRequest {
  readonly httpVersion: string;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Receives webhooks on Node's own server, and wherever its requests are handed on: `http`, `https`,
 * `http2`, Connect, Next.js pages routes.
 *
 * Returns a request listener. It responds to every request it gets and never calls `next`: you
 * decide which paths it sees. Uses `request.rawBody`, or a `request.body` of bytes or text, where a
 * host read the stream first.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/node";
 * import { github } from "@flaghook/github";
 * import { createServer } from "node:http";
 *
 * createServer(
 *   webhook({
 *     provider: github,
 *     secret: () => process.env.GITHUB_WEBHOOK_SECRET,
 *     on: {
 *       push(event) {
 *         console.log(event.payload.ref);
 *       },
 *     },
 *   }),
 * ).listen(3000);
 * ```
 */
export function webhook<
  Event extends WebhookEvent,
  Request extends NodeRequest = NodeServerRequest,
  EventMap = unknown,
>(
  options: WebhookOptions<Event, Request, EventMap>,
): (request: Request, response: NodeResponse) => Promise<void> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (request, response) => serve(receive, request, response);
}
