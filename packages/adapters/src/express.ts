import type { WebhookEvent } from "@flaghook/core";
import { serve, type NodeRequest, type NodeResponse } from "./http/node-http.ts";
import { compileReceiver } from "./receiver/receiver.ts";
import type { WebhookOptions } from "./receiver/webhook-options.ts";

const RAW_BODY_HELP =
  "a body parser ran first. Mount this route before app.use(express.json()), or let that parser keep the bytes: " +
  'express.json({ limit: "25mb", verify: (request, response, bytes) => { request.rawBody = bytes; } }). ' +
  "express.raw() after another parser gets nothing. NestJS: NestFactory.create(AppModule, { rawBody: true }) and " +
  'app.useBodyParser("json", { limit: "25mb" }).';

/** The part of an Express request that is used, and that endpoints of many tenants look at. */
export interface ExpressRequest extends NodeRequest {
  readonly originalUrl: string;
  readonly params: Readonly<Record<string, string | string[]>>;
}

/**
 * The part of an Express response that is used. The type of its `req` gives `delivery.request` its
 * type: that of a handler's first parameter depends on the route.
 */
export interface ExpressResponse<Request> extends NodeResponse {
  readonly req?: Request | undefined;
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
 * import { github } from "@flaghook/github";
 * import express from "express";
 *
 * const app = express();
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
  Request extends ExpressRequest = ExpressRequest,
  EventMap = unknown,
>(
  options: WebhookOptions<Event, Request, EventMap>,
): (request: ExpressRequest, response: ExpressResponse<Request>) => Promise<void> {
  const receive = compileReceiver(options, RAW_BODY_HELP);
  return (request, response) => serve(receive, request as Request, response); // the app's own, or what you annotated
}
