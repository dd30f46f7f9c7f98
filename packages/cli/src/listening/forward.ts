import type { HttpResponse, Sender } from "../sending/post.ts";

/** Headers about one connection alone: never forwarded. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
  "expect",
]);

/** Headers that say how a body was sent over one connection. */
const FRAMING = new Set(["content-length", "transfer-encoding"]);

/** Whether a header of a response is about its connection, and not for whoever is behind us. */
export function isOfConnection(name: string): boolean {
  return HOP_BY_HOP.has(name.toLowerCase()) || FRAMING.has(name.toLowerCase());
}

/** What the application said to a forwarded delivery, or why it said nothing. */
export type Forwarded = HttpResponse | { readonly failure: string };

/** A delivery to forward. */
interface Forwardable {
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * Forwards a verified delivery with its exact bytes and headers, but for those of the connection.
 */
export async function forward(
  { method, headers, body }: Forwardable,
  url: URL,
  sender: Sender,
): Promise<Forwarded> {
  const isChunked = headers.some(
    ([name, value]) => name.toLowerCase() === "transfer-encoding" && /chunked/i.test(value),
  );
  const kept = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
  try {
    return await sender.send({ url, method, headers: kept, body, isChunked });
  } catch (error) {
    return { failure: (error as Error).message };
  }
}
