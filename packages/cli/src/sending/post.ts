import { once } from "node:events";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { networkReason } from "../io/network-error.ts";

/** What a server said to a delivery. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most {@link MAX_RESPONSE_BYTES} of it. */
  readonly body: Buffer;
  readonly milliseconds: number;
}

/** A request to send, byte for byte. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Without a length, in chunks, as Go sends a body that it does not know the length of. */
  readonly isChunked: boolean;
}

/** Sends requests, and keeps the connections open between them. */
export interface Sender {
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

/** How much of a response's body is kept: 10 MiB. */
export const MAX_RESPONSE_BYTES = 10_485_760;

/** Headers that are about the connection, or that we write ourselves. */
const OURS = new Set(["host", "content-length", "transfer-encoding", "connection"]);

/** A sender that gives up after `timeoutMs`. It follows no redirect, as no provider does. */
export function createSender(timeoutMs: number): Sender {
  const agents = {
    "http:": new HttpAgent({ keepAlive: true }),
    "https:": new HttpsAgent({ keepAlive: true }),
  };
  return {
    send: async (request) => sendOne(request, timeoutMs, agents),
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

async function sendOne(
  { url, method, headers, body, isChunked }: HttpRequest,
  timeoutMs: number,
  agents: { readonly "http:": HttpAgent; readonly "https:": HttpsAgent },
): Promise<HttpResponse> {
  const startedAt = performance.now();
  const sent = headers.filter(([name]) => !OURS.has(name.toLowerCase()));
  const length = isChunked ? ["Transfer-Encoding", "chunked"] : ["Content-Length", String(body.length)];
  const flat = ["Host", url.host, ...sent.flat(), ...length]; // a list keeps repeated headers apart
  const options = { method, headers: flat, signal: AbortSignal.timeout(timeoutMs) };
  const request =
    url.protocol === "https:"
      ? httpsRequest(url, { ...options, agent: agents["https:"] })
      : httpRequest(url, { ...options, agent: agents["http:"] });
  try {
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const read = await readBody(response);
    const { statusCode = 0, statusMessage = "", rawHeaders } = response;
    return {
      status: statusCode,
      statusText: statusMessage,
      headers: pairsOf(rawHeaders),
      body: read,
      milliseconds: performance.now() - startedAt,
    };
  } catch (error) {
    throw new Error(reasonOf(error as Error, url, timeoutMs), { cause: error });
  }
}

function pairsOf(flat: readonly string[]): HttpResponse["headers"] {
  const names = flat.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => [name, flat[2 * index + 1]!]);
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (length < MAX_RESPONSE_BYTES) chunks.push(chunk.subarray(0, MAX_RESPONSE_BYTES - length));
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: Error, { host }: URL, timeoutMs: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (error.name === "AbortError" || error.name === "TimeoutError" || code === "ABORT_ERR") {
    return `${host} did not respond within ${timeoutMs / 1000} s. --timeout waits longer`;
  }
  return networkReason(error, host) ?? error.message;
}
