import type { IncomingDelivery } from "../body/incoming.ts";
import { isBytes } from "../body/read-body.ts";
import { isUnread } from "../body/streams.ts";
import type { CompiledReceiver } from "../receiver/receiver.ts";
import type { ReceiverResponse } from "../response/response.ts";
import {
  isBodyStillArriving,
  respondAndClose,
  writeHead,
  type NodeResponse,
  type UnfinishedRequest,
} from "./early-response.ts";

export type { NodeResponse } from "./early-response.ts";

/**
 * The part of Node's IncomingMessage that is used, for HTTP/1 and HTTP/2, and what serverless hosts
 * add to it.
 */
export interface NodeRequest extends UnfinishedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The raw bytes, where a host or a parser's `verify` hook kept them. */
  readonly rawBody?: unknown;
  /** What a parser made of the body. Used when it is raw bytes or text, as of `express.raw()`. */
  readonly body?: unknown;
}

/** Receives from a Node server. Never rejects: most callers do not look at the promise. */
export async function serve<Request extends NodeRequest>(
  receive: CompiledReceiver<Request>,
  request: Request,
  nodeResponse: NodeResponse,
): Promise<void> {
  try {
    await receive(
      () => toDelivery(request),
      (response) => write(request, nodeResponse, response),
    );
  } catch {
    // It was reported. Nothing can be written to this response, and the sender must not wait for it.
    cutOff(nodeResponse);
  }
}

/** Prefers bytes that were kept, then the unread stream, then the result of a raw parser. */
function toDelivery<Request extends NodeRequest>(request: Request): IncomingDelivery<Request> {
  return { method: request.method, headers: request.headers, body: bodyOf(request), request };
}

function bodyOf(request: NodeRequest): IncomingDelivery["body"] {
  if (isBytes(request.rawBody)) return request.rawBody;
  if (isUnread(request)) return request;
  // Last, since some hosts parse in a getter, and throw there.
  return isBytes(request.body) ? request.body : undefined;
}

/** Writes the response, unless somebody else has written one. */
function write(request: NodeRequest, nodeResponse: NodeResponse, response: ReceiverResponse): void {
  if (nodeResponse.headersSent) return;
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
