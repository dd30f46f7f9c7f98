import type { IncomingMessage } from "node:http";

/** A body that came whole, or why it did not. */
export type ReadBody =
  | { readonly bytes: Buffer }
  | { readonly problem: "too-large" | "dropped"; readonly received: number };

/**
 * Reads a request's body. Throws away all that is over `maxBytes`, so that the sender hears
 * of it.
 */
export async function readRequest(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return { problem: "dropped", received };
  }
  if (!request.complete) return { problem: "dropped", received };
  return received > maxBytes ? { problem: "too-large", received } : { bytes: Buffer.concat(chunks) };
}

/** The headers as they came: each line by itself, in its own case. */
export function headerLines({ rawHeaders }: IncomingMessage): [name: string, value: string][] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => [name, rawHeaders[2 * index + 1]!]);
}
