import type { IncomingDelivery } from "../body/incoming.ts";
import type { CompiledReceiver } from "../receiver/receiver.ts";
import type { ReceiverResponse } from "../response/response.ts";
import {
  isBodyStillArriving,
  respondAndClose,
  writeHead,
  type NodeResponse,
  type UnfinishedRequest,
} from "./early-response.ts";
import { bodyOf, type KeptBody } from "./kept-body.ts";

export type { NodeResponse } from "./early-response.ts";

const NO_RESPONSE =
  "webhook() was called without Node's response: pass both, (request, response). NestJS: @Res() response. Where a " +
  "server hands over a Request, use @flaghook/adapters/fetch; Fastify, Koa and Hono have subpaths of their own.";

/**
 * The part of Node's IncomingMessage that is used, for HTTP/1 and HTTP/2, and what serverless hosts
 * and parsers add to it.
 */
export interface NodeRequest extends UnfinishedRequest, KeptBody {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** Receives from a Node server. Never rejects: most callers do not look at the promise. */
export function serve<Request extends NodeRequest>(
  receive: CompiledReceiver<Request>,
  request: Request,
  nodeResponse: NodeResponse,
): Promise<void> {
  return receive(
    () => {
      if (!isResponse(nodeResponse)) throw new TypeError(NO_RESPONSE);
      return take(request);
    },
    (response) => write(request, nodeResponse, response),
  ).catch(() => {
    // It was reported. Nothing can be written to this response, and the sender must not wait for it.
    cutOff(nodeResponse);
  });
}

function isResponse(given: Partial<NodeResponse> | null | undefined): boolean {
  return typeof given?.setHeader === "function";
}

function take<Request extends NodeRequest>(
  request: Request,
): IncomingDelivery<Request> | Promise<IncomingDelivery<Request>> {
  const { method, headers } = request;
  const { originalUrl: url = request.url } = request as { originalUrl?: string }; // Express and Connect cut url
  const body = bodyOf(request, request);
  if (!(body instanceof Promise)) return { method, url, headers, body, request };
  return body.then((bytes) => ({ method, url, headers, body: bytes, request }));
}

/** Writes the response, unless somebody else has written one. */
function write(request: NodeRequest, nodeResponse: NodeResponse, response: ReceiverResponse): void {
  if (!isResponse(nodeResponse) || nodeResponse.headersSent) return;
  try {
    if (isBodyStillArriving(request)) return respondAndClose(request, nodeResponse, response);
    writeHead(nodeResponse, response);
    nodeResponse.end(response.body);
  } catch (error) {
    if (nodeResponse.headersSent) cutOff(nodeResponse);
    throw error;
  }
}

function cutOff(nodeResponse: NodeResponse | undefined): void {
  try {
    nodeResponse?.destroy?.();
  } catch {
    // It is no response at all.
  }
}
