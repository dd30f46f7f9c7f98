import { isBytes } from "../body/read-body.ts";
import type { IncomingDelivery } from "../body/incoming.ts";
import {
  answerAndClose,
  isRestComing,
  writeHead,
  type NodeResponse,
  type UnfinishedRequest,
} from "./early-response.ts";
import { isUnread } from "../body/read-node-stream.ts";
import type { CompiledReceiver } from "../receiver/receiver.ts";
import type { Reply } from "../response/response.ts";

export type { NodeResponse } from "./early-response.ts";

/** The part of Node's IncomingMessage that is used, for HTTP/1 and HTTP/2, and what serverless hosts add to it. */
export interface NodeRequest extends UnfinishedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The raw bytes, where a host or a parser's `verify` hook kept them. */
  readonly rawBody?: unknown;
  /** What a parser made of the body. Used when it is raw bytes or text, as of `express.raw()`. */
  readonly body?: unknown;
}

/** Receives what a Node server hands over. Never rejects: most callers do not look at the promise. */
export async function serve<Request extends NodeRequest>(
  receive: CompiledReceiver<Request>,
  request: Request,
  response: NodeResponse,
): Promise<void> {
  try {
    await receive(
      () => toDelivery(request),
      (reply) => writeReply(request, response, reply),
    );
  } catch {
    // It was reported. Nothing can be written to this response, and the sender must not wait for it.
    cutOff(response);
  }
}

/** A Node request as a delivery: kept bytes first, then the stream if nobody has read it, then a raw parser's result. */
function toDelivery<Request extends NodeRequest>(request: Request): IncomingDelivery<Request> {
  return { method: request.method, headers: request.headers, body: bodyOf(request), request };
}

function bodyOf(request: NodeRequest): IncomingDelivery["body"] {
  if (isBytes(request.rawBody)) return request.rawBody;
  if (isUnread(request)) return request;
  // Only now: some hosts parse in a getter, and throw there.
  return isBytes(request.body) ? request.body : undefined;
}

/** Writes the answer, unless somebody else has written one. */
function writeReply(request: NodeRequest, response: NodeResponse, reply: Reply): void {
  if (response.headersSent) return;
  try {
    if (isRestComing(request)) return answerAndClose(request, response, reply);
    writeHead(response, reply);
    response.end(reply.body);
  } catch (error) {
    if (response.headersSent) cutOff(response);
    throw error;
  }
}

function cutOff(response: NodeResponse | undefined): void {
  try {
    response?.destroy?.();
  } catch {
    // It is no response at all.
  }
}
