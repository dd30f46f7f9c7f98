import type { IncomingDelivery } from "../body/incoming.ts";
import { isBytes } from "../body/read-body.ts";
import { isNodeStream, isUnread, type NodeStream } from "../body/streams.ts";

type Body = IncomingDelivery["body"];

/** Where koa-body, and Strapi with it, keeps the text of a body that it parsed. */
const UNPARSED = Symbol.for("unparsedBody");

/** What others made of the body of a request. */
export interface KeptBody {
  /** The raw bytes, where a host or a parser's `verify` hook kept them. */
  readonly rawBody?: unknown;
  /** The result of a parser. */
  readonly body?: unknown;
}

/**
 * The body of a request whose stream others may have read: bytes that were kept, the unread stream,
 * or the result of a parser of raw bytes.
 *
 * Kept bytes count only once the stream has ended: a middleware may still be adding to them.
 */
export function bodyOf(stream: NodeStream, kept: KeptBody): Body | Promise<Body> {
  const { rawBody } = kept;
  const isKept = isBytes(rawBody);
  if (isKept && hasEnded(stream)) return rawBody;
  if (isUnread(stream)) return stream;
  if (isKept) return whenEnded(stream).then(() => kept.rawBody as Body);
  const { body } = kept; // last, since some hosts parse in a getter, and throw there
  return isBytes(body) ? body : unparsedTextOf(body);
}

/** A look-alike that cannot be read, as mocks are, has no more to come. */
function hasEnded(stream: NodeStream): boolean {
  return stream.readableEnded === true || stream.destroyed === true || !isNodeStream(stream);
}

function whenEnded(stream: NodeStream): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["end", "close", "error"]) stream.on(event, () => resolve());
    stream.resume();
  });
}

function unparsedTextOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const text: unknown = (body as Record<symbol, unknown>)[UNPARSED];
  return typeof text === "string" ? text : undefined;
}
