import type { WebhookEvent } from "@flaghook/core";
import { serve, type NodeRequest, type NodeResponse } from "./http/node-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "a body parser ran first. Mount this route before app.use(express.json()), or keep the bytes: " +
  'express.raw({ type: () => true, limit: "25mb" }) on this route, or ' +
  "express.json({ verify: (request, response, bytes) => { request.rawBody = bytes; } }).";

/** The part of an Express request that is used, and that endpoints of many tenants look at. */
export interface ExpressRequest extends NodeRequest {
  readonly originalUrl: string;
  readonly params: Readonly<Record<string, string | string[]>>;
}

/**
 * Receives webhooks on Express 4 and 5.
 *
 * Returns a request handler for `app.post` or `app.all`; with `app.all` other methods get 405.
 * Mount it before `express.json()`. Where a parser ran first, it uses `request.rawBody`, or the
 * result of `express.raw()`.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/express";
 * import { hypertune } from "@flaghook/hypertune";
 * import express from "express";
 *
 * const app = express();
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
export function webhook<Event extends WebhookEvent, Request extends ExpressRequest = ExpressRequest>(
  options: WebhookOptions<Event, Request>,
): (request: Request, response: NodeResponse) => Promise<void> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (request, response) => serve(receive, request, response);
}
