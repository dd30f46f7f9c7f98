import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";
import { ReceiverError } from "../response/receiver-error.ts";
import { notRaw, readError, tooLarge } from "./body-errors.ts";
import type { BodyRules } from "./body-rules.ts";
import { Collector, type ReadResult } from "./byte-collector.ts";
import { drainOrDestroy, drainWebStream } from "./drain.ts";
import type { IncomingDelivery } from "./incoming.ts";
import { readIterable } from "./read-iterable.ts";
import { readNodeStream } from "./read-node-stream.ts";
import { readWebStream } from "./read-web-stream.ts";
import { isAsyncIterable, isNodeStream, isUnread, isWebStream } from "./streams.ts";

/** A body as bytes. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  /** Says that the delivery has its response: the bytes are no longer pending. */
  readonly release: () => void;
}

const encoder = new TextEncoder();

/**
 * The raw bytes of a body, within the limits.
 *
 * @throws {ReceiverError} `unsupported-encoding` when the body is compressed
 * @throws {ReceiverError} `incomplete-body` when the sender goes away before its end
 * @throws {ReceiverError} `overloaded` when too many bytes of other bodies are pending
 * @throws {WebhookError} `body-too-large` as soon as its declared length, or what came, is too long
 * @throws {WebhookError} `body-not-raw` when a parser took the bytes, or a stream gives something
 * else
 */
export async function readBody(
  headers: NormalisedHeaders,
  body: IncomingDelivery["body"],
  rules: BodyRules,
): Promise<ReadBody> {
  if (isBytes(body)) {
    refuseCompressed(headers, rules);
    return { bytes: withinLimit(body, rules), release: () => {} };
  }
  const read = readerOf(body);
  try {
    refuseCompressed(headers, rules);
    if (read === undefined) throw notRaw("the raw body is gone", rules);
    refuseDeclaredLength(headers, rules);
    rules.refuseUnread(headers);
  } catch (error) {
    drain(body);
    throw error;
  }
  const collector = new Collector(rules.maxBodyBytes, rules.pendingBytes);
  try {
    const result = await read(collector);
    if (typeof result === "string") throw readError(result, rules);
    return { bytes: result, release: () => collector.release() };
  } catch (error) {
    collector.release();
    throw error;
  }
}

/**
 * Whether a body is here already. Looks at the tag: bytes of another realm are bytes all the same.
 */
export function isBytes(body: unknown): body is Uint8Array | ArrayBuffer | string {
  return (
    typeof body === "string" ||
    ArrayBuffer.isView(body) ||
    Object.prototype.toString.call(body) === "[object ArrayBuffer]"
  );
}

function withinLimit(body: Uint8Array | ArrayBuffer | string, rules: BodyRules): Uint8Array {
  // A UTF-16 unit is one byte or more, so a text that is too long need not be encoded.
  if (typeof body === "string" && body.length > rules.maxBodyBytes) throw tooLarge(rules);
  const bytes = typeof body === "string" ? encoder.encode(body) : toUint8Array(body);
  if (bytes.byteLength > rules.maxBodyBytes) throw tooLarge(rules);
  return bytes;
}

function toUint8Array(body: Uint8Array | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(body)
    ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
    : new Uint8Array(body);
}

/** `undefined` where there is nothing to read, or somebody has read from it. */
function readerOf(body: unknown): ((collector: Collector) => Promise<ReadResult>) | undefined {
  if (isNodeStream(body)) return isUnread(body) ? (collector) => readNodeStream(body, collector) : undefined;
  if (isWebStream(body)) return body.locked ? undefined : (collector) => readWebStream(body, collector);
  return isAsyncIterable(body) ? (collector) => readIterable(body, collector) : undefined;
}

/** Drains a body that nobody will read, so that its sender gets to read our response. */
function drain(body: unknown): void {
  try {
    if (isNodeStream(body) && isUnread(body)) drainOrDestroy(body);
    else if (isWebStream(body) && !body.locked) void drainWebStream(body.getReader());
  } catch {
    // The refusal matters more.
  }
}

function refuseCompressed(headers: NormalisedHeaders, rules: BodyRules): void {
  const encoding = readHeader(headers, "content-encoding");
  if (encoding === undefined) return;
  if (typeof encoding === "string" && (encoding === "" || encoding.toLowerCase() === "identity")) return;
  throw new ReceiverError(
    "unsupported-encoding",
    rules.provider,
    "the body is compressed (Content-Encoding). Providers sign and send it plain; does a proxy compress it?",
  );
}

function refuseDeclaredLength(headers: NormalisedHeaders, rules: BodyRules): void {
  const length = readHeader(headers, "content-length");
  if (typeof length === "string" && Number(length) > rules.maxBodyBytes) throw tooLarge(rules);
}
