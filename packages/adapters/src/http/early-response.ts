import { discardNodeStream } from "../body/drain.ts";
import type { NodeStream } from "../body/read-node-stream.ts";
import type { Reply } from "../response/response.ts";

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
  /** HTTP/1 has it, and only that needs it. */
  flushHeaders?(): unknown;
  write(body: string): unknown;
  end(body: string): unknown;
  destroy?(): unknown;
}

/** A rest of a declared length up to this is not worth a connection: Node discards it. */
const SMALL_REST_BYTES = 2 ** 20;

/** Whether an answer given now would be given while a large body, or one of unknown length, is still coming in. */
export function isRestComing(request: UnfinishedRequest): boolean {
  if (request.complete !== false || request.destroyed === true) return false;
  if (request.httpVersionMajor === 2) return false; // there an answer ends its own stream alone
  const length = request.headers["content-length"];
  return length === undefined || Number(length) > SMALL_REST_BYTES;
}

/**
 * Answers a request that is still coming in, and closes the connection after it.
 *
 * Closing at once would reset it: the sender, still writing, could miss the answer. So the answer goes out whole, the rest is
 * discarded as it comes, and the connection ends when the sender is done, leaves, or has sent 64 MiB more. Without the
 * close, Node's own client waits for ever to be let on with its body.
 */
export function answerAndClose(request: UnfinishedRequest, response: NodeResponse, reply: Reply): void {
  writeHead(response, reply);
  response.setHeader("connection", "close");
  if (reply.status !== 204) {
    response.setHeader("content-length", String(new TextEncoder().encode(reply.body).byteLength));
  }
  response.flushHeaders?.(); // without a body to write, Node would keep them back
  if (reply.body !== "") response.write(reply.body);

  function finish(): void {
    request.off("close", finish);
    response.end("");
  }
  discardNodeStream(request, finish);
  request.on("close", finish); // when it is complete, too
  request.on("error", finish);
}

/** Status and headers. */
export function writeHead(response: NodeResponse, reply: Reply): void {
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
}
