import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "./body/incoming.ts";
import { isNodeStream } from "./body/streams.ts";
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
  "Fastify parsed the body before the handler ran. Register webhook() as a plugin instead: " +
  'app.register(webhook({ ... }), { prefix: "/webhooks/github" }). As a route\'s handler it needs the bytes kept, by ' +
  'fastify-raw-body or a content-type parser with { parseAs: "buffer" } that returns them, and bodyLimit: 26214400 ' +
  "on the route, since Fastify's own limit is 1 MiB.";

/** The part of a Fastify request that is used, and that endpoints of many tenants look at. */
export interface FastifyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly body: unknown;
  readonly raw: UnfinishedRequest;
}

/** The part of Fastify's own response that is used. */
export interface FastifyReply {
  code(status: number): unknown;
  headers(headers: Record<string, string>): unknown;
  send(body: string): unknown;
  hijack(): unknown;
  readonly raw: NodeResponse;
}

/**
 * Where Fastify's types name its request without what depends on the route: gives
 * `delivery.request` its type.
 */
export interface FastifyTypeSource<Request> {
  readonly routeOptions?: { handler(this: never, request: Request, fastifyResponse: never): unknown };
}

/** The part of a Fastify instance that is used. */
export interface FastifyInstance<Request> extends FastifyTypeSource<Request> {
  addHook(
    name: "onRequest",
    hook: (request: Request, fastifyResponse: unknown, done: () => void) => void,
  ): unknown;
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    contentType: string,
    parser: (request: Request, payload: unknown, done: (error: null, body?: unknown) => void) => void,
  ): unknown;
  all(path: string, handler: (request: Request, fastifyResponse: FastifyReply) => Promise<unknown>): unknown;
}

const NO_FASTIFY =
  "webhook() was called by something else than Fastify. Mount it with app.register(webhook({ … }), { prefix }); Express, " +
  "Koa, Hono and Node have subpaths of their own.";

/** A Fastify plugin that is a route handler as well. */
export interface FastifyWebhook<Request> {
  (request: FastifyRequest & FastifyTypeSource<Request>, fastifyResponse: FastifyReply): Promise<unknown>;
  (instance: FastifyInstance<Request>, options: object, done: () => void): void;
}

/**
 * Receives webhooks on Fastify 5.
 *
 * Returns a plugin, since Fastify parses bodies before handlers run: `app.register(webhook({ … }),
 * { prefix })` mounts it at the prefix, for every method that Fastify lists, with a content-type
 * parser of its own that leaves the bytes alone. Parsers elsewhere in the app stay as they are. It
 * works as a route's handler, too (`app.post(path, webhook({ … }))`), where the bytes were kept: by
 * fastify-raw-body, or by a parser with `parseAs: "buffer"`.
 *
 * @throws {TypeError} when an option is wrong or unknown
 *
 * @example
 * ```ts
 * import { webhook } from "@flaghook/adapters/fastify";
 * import { github } from "@flaghook/github";
 * import Fastify from "fastify";
 *
 * const app = Fastify();
 * app.register(
 *   webhook({
 *     provider: github,
 *     secret: () => process.env.GITHUB_WEBHOOK_SECRET,
 *     on: {
 *       push(event) {
 *         console.log(event.payload.ref);
 *       },
 *     },
 *   }),
 *   { prefix: "/webhooks/github" },
 * );
 * ```
 */
export function webhook<
  Event extends WebhookEvent,
  Request extends FastifyRequest = FastifyRequest,
  EventMap = unknown,
>(options: WebhookOptions<Event, Request, EventMap>): FastifyWebhook<Request> {
  const receive = compileReceiver(options, RAW_BODY_HELP);

  function handler(request: Request, fastifyResponse: FastifyReply): Promise<unknown> {
    return receive(
      () => {
        restoreContentType(request);
        const { method, url, headers } = request;
        const body = rawBodyOf(request);
        if (!(body instanceof Promise)) return { method, url, headers, body, request };
        return body.then((bytes) => ({ method, url, headers, body: bytes, request }));
      },
      (response) => {
        if (!isBodyStillArriving(request.raw)) return send(fastifyResponse, response);
        fastifyResponse.hijack(); // Fastify would end the connection before the sender can read the response
        respondAndClose(request.raw, fastifyResponse.raw, response);
        return fastifyResponse;
      },
    );
  }

  function plugin(instance: FastifyInstance<Request>, done: () => void): void {
    instance.addHook("onRequest", (request, _response, next) => {
      setContentTypeAside(request);
      next();
    });
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser("*", (request, payload, parsed) => {
      restoreContentType(request);
      parsed(null, payload);
    });
    instance.all("/", (request, fastifyResponse) => handler(request, fastifyResponse));
    done();
  }

  // Three parameters tell Fastify that a plugin calls back; a handler gets two arguments.
  function mount(first: unknown, second: unknown, done: (() => void) | undefined): unknown {
    const { addHook, raw } = (first ?? {}) as { addHook?: unknown; raw?: unknown };
    if (typeof addHook === "function" && done !== undefined) {
      return plugin(first as FastifyInstance<Request>, done);
    }
    if (raw === undefined) throw new TypeError(NO_FASTIFY);
    return handler(first as Request, second as FastifyReply);
  }
  return mount as FastifyWebhook<Request>;
}

const contentTypes = new WeakMap<FastifyRequest, string | string[] | undefined>();

/**
 * Fastify itself responds 415 to a content type that it cannot read, and 400 to QUERY without one,
 * before any parser or handler runs.
 */
function setContentTypeAside(request: FastifyRequest): void {
  const headers: Record<string, string | string[] | undefined> = request.headers;
  contentTypes.set(request, headers["content-type"]);
  headers["content-type"] = "application/octet-stream";
}

function restoreContentType(request: FastifyRequest): void {
  if (!contentTypes.has(request)) return;
  const headers: Record<string, string | string[] | undefined> = request.headers;
  const contentType = contentTypes.get(request);
  contentTypes.delete(request);
  if (contentType === undefined) delete headers["content-type"];
  else headers["content-type"] = contentType;
}

/** In the plugin the body is the stream itself, or what a preParsing hook turned it into. */
function rawBodyOf(request: FastifyRequest): IncomingDelivery["body"] | Promise<IncomingDelivery["body"]> {
  return bodyOf(isNodeStream(request.body) ? request.body : request.raw, request);
}

function send(fastifyResponse: FastifyReply, { status, headers, body }: ReceiverResponse): unknown {
  fastifyResponse.code(status);
  fastifyResponse.headers({ ...headers });
  return fastifyResponse.send(body);
}
