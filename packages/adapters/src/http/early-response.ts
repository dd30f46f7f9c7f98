import { drainNodeStream } from "../body/drain.ts";
import type { NodeStream } from "../body/streams.ts";
import type { ReceiverResponse } from "../response/response.ts";

/** The part of Node's IncomingMessage that says how much of a body is still to come. */
export interface UnfinishedRequest extends NodeStream {
  readonly complete?: boolean;
  readonly httpVersionMajor?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of Node's ServerResponse that is used. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  /** Only HTTP/1 has it, and needs it. */
  flushHeaders?(): unknown;
  write(body: string): unknown;
  end(body: string): unknown;
  destroy?(): unknown;
}

/** Up to this declared length Node drains the body by itself: it is not worth a connection. */
const SMALL_BODY_BYTES = 2 ** 20;

/** Whether the body is still arriving and is large or of unknown length. */
export function isBodyStillArriving(request: UnfinishedRequest): boolean {
  if (request.complete !== false || request.destroyed === true) return false;
  if (request.httpVersionMajor === 2) return false; // there a response ends its own stream alone
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === undefined) return encoding !== undefined; // with neither there is no body
  return Number(length) > SMALL_BODY_BYTES;
}

/**
 * Responds to a request whose body is still arriving, and closes the connection afterwards.
 *
 * Closing at once would reset the connection: the sender, still writing, could miss the response.
 * So this sends the whole response, drains the body, and ends the connection when the sender is
 * done, leaves, or has sent 64 MiB more. Without the close, Node's own client would never be done.
 */
export function respondAndClose(
  request: UnfinishedRequest,
  nodeResponse: NodeResponse,
  response: ReceiverResponse,
): void {
  writeHead(nodeResponse, response);
  nodeResponse.setHeader("connection", "close");
  if (response.status !== 204) {
    nodeResponse.setHeader("content-length", String(new TextEncoder().encode(response.body).byteLength));
  }
  nodeResponse.flushHeaders?.(); // without a body to write, Node would keep them back
  if (response.body !== "") nodeResponse.write(response.body);

  function finish(): void {
    request.off("close", finish);
    nodeResponse.end("");
  }
  drainNodeStream(request, finish);
  request.on("close", finish); // emitted for a complete body, too
  request.on("error", finish);
}

/** Writes status and headers. */
export function writeHead(nodeResponse: NodeResponse, response: ReceiverResponse): void {
  nodeResponse.statusCode = response.status;
  for (const [name, value] of Object.entries(response.headers)) nodeResponse.setHeader(name, value);
}
