import type { WebhookEvent } from "@flaghook/core";
import { isBytes } from "./body.ts";
import type { IncomingDelivery } from "./delivery.ts";
import { answerAndClose, isRestComing, type NodeResponse, type UnfinishedRequest } from "./early-answer.ts";
import { isNodeStream, isUnread } from "./node-stream.ts";
import type { WebhookOptions } from "./options.ts";
import { compileReceiver } from "./receiver.ts";
import type { Reply } from "./reply.ts";

const FIX =
  "Fastify parsed the body before the handler ran. Register webhook() as a plugin instead: " +
  'app.register(webhook({ ... }), { prefix: "/webhooks/github" }). As a route\'s handler it needs the bytes kept: ' +
  'fastify-raw-body, or a content-type parser with { parseAs: "buffer" } that returns them.';

/** The part of a Fastify request that is used, and what endpoints of many tenants look at. */
export interface FastifyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly body: unknown;
  readonly raw: UnfinishedRequest;
}

/** The part of a Fastify reply that is used. */
export interface FastifyReply {
  code(status: number): unknown;
  headers(headers: Record<string, string>): unknown;
  send(body: string): unknown;
  hijack(): unknown;
  readonly raw: NodeResponse;
}

/** The part of a Fastify instance that is used. */
export interface FastifyInstance<Request> {
  addHook(name: "onRequest", hook: (request: Request, reply: unknown, done: () => void) => void): unknown;
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    contentType: string,
    parser: (request: Request, payload: unknown, done: (error: null, body?: unknown) => void) => void,
  ): unknown;
  all(path: string, handler: (request: Request, reply: FastifyReply) => Promise<unknown>): unknown;
}

/** A Fastify plugin that is a route handler as well. */
export interface FastifyWebhook<Request> {
  (request: Request, reply: FastifyReply): Promise<unknown>;
  (instance: FastifyInstance<Request>, options: object, done: () => void): void;
}

/**
 * Receives webhooks on Fastify 5.
 *
 * Returns a plugin, since Fastify parses bodies before handlers run: `app.register(webhook({ … }), { prefix })` mounts it at
 * the prefix, for every method, with a content-type parser of its own that leaves the bytes alone. Parsers elsewhere in the
 * app are not touched. It works as a route's handler as well (`app.post(path, webhook({ … }))`) where the bytes were
 * kept: by fastify-raw-body, or by a parser with `parseAs: "buffer"`.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/fastify";
 * import { hypertune } from "@flaghook/hypertune";
 * import Fastify from "fastify";
 *
 * const app = Fastify();
 * app.register(
 *   webhook({
 *     provider: hypertune,
 *     secret: "from your secret store",
 *     on: {
 *       NEW_COMMIT(event) {
 *         console.log(event.id);
 *       },
 *     },
 *   }),
 *   { prefix: "/webhooks/hypertune" },
 * );
 * ```
 */
export function webhook<Event extends WebhookEvent, Request extends FastifyRequest = FastifyRequest>(
  options: WebhookOptions<Event, Request>,
): FastifyWebhook<Request> {
  const receive = compileReceiver(options, FIX);

  async function handler(request: Request, reply: FastifyReply): Promise<unknown> {
    bringBackContentType(request);
    const { method, headers } = request;
    const answer = await receive({ method, headers, body: bodyOf(request), request });
    if (!isRestComing(request.raw)) return send(reply, answer);
    reply.hijack(); // Fastify would end the connection before the sender can read the answer
    answerAndClose(request.raw, reply.raw, answer);
    return reply;
  }

  function plugin(instance: FastifyInstance<Request>, done: () => void): void {
    instance.addHook("onRequest", (request, _reply, next) => {
      setContentTypeAside(request);
      next();
    });
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser("*", (request, payload, parsed) => {
      bringBackContentType(request);
      parsed(null, payload);
    });
    instance.all("/", (request, reply) => handler(request, reply));
    done();
  }

  // Three parameters tell Fastify that a plugin calls back; a handler gets two arguments.
  function mount(first: unknown, second: unknown, done: (() => void) | undefined): unknown {
    if (done !== undefined) return plugin(first as FastifyInstance<Request>, done);
    return handler(first as Request, second as FastifyReply);
  }
  return mount as FastifyWebhook<Request>;
}

const contentTypes = new WeakMap<FastifyRequest, string | string[]>();

/** Fastify answers 415 by itself to a content type that it cannot read, before any parser or handler is asked. */
function setContentTypeAside(request: FastifyRequest): void {
  const headers: Record<string, string | string[] | undefined> = request.headers;
  const contentType = headers["content-type"];
  if (contentType === undefined) return;
  contentTypes.set(request, contentType);
  headers["content-type"] = "application/octet-stream";
}

function bringBackContentType(request: FastifyRequest): void {
  const contentType = contentTypes.get(request);
  if (contentType === undefined) return;
  contentTypes.delete(request);
  const headers: Record<string, string | string[] | undefined> = request.headers;
  headers["content-type"] = contentType;
}

function bodyOf(request: FastifyRequest): IncomingDelivery["body"] {
  const { rawBody } = request as { rawBody?: unknown }; // fastify-raw-body adds it
  if (isBytes(rawBody)) return rawBody;
  // In the plugin the body is the stream itself, or what a preParsing hook made of it.
  const stream = isNodeStream(request.body) ? request.body : request.raw;
  if (isUnread(stream)) return stream;
  return isBytes(request.body) ? request.body : undefined;
}

function send(reply: FastifyReply, { status, headers, body }: Reply): unknown {
  reply.code(status);
  reply.headers({ ...headers });
  return reply.send(body);
}
