import type { NormalisedHeaders } from "@flaghook/core/adapter";
import { compressed, cutShort, notRaw, readError, tooLarge } from "./body-errors.ts";
import type { BodyRules } from "./body-rules.ts";
import { BrokenStream, Collector, type ReadResult } from "./byte-collector.ts";
import { compressionOf } from "./compression.ts";
import { declaredLength } from "./declared-length.ts";
import { drainOrDestroy, drainWebStream } from "./drain.ts";
import type { IncomingDelivery } from "./incoming.ts";
import { readIterable } from "./read-iterable.ts";
import { readNodeStream } from "./read-node-stream.ts";
import { readWebRequest, sourceOf } from "./read-web-request.ts";
import { readWebStream } from "./read-web-stream.ts";
import { isAsyncIterable, isNodeStream, isUnread, isWebRequest, isWebStream } from "./streams.ts";

/** A body as bytes. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  /** Present where somebody else had read the body. A text has been decoded. */
  readonly given?: { readonly text: string | undefined };
  /** Says that the delivery has its response: the bytes are no longer pending. */
  readonly release?: () => void;
}

const encoder = new TextEncoder();

/**
 * The raw bytes of a body, within the limits. At once where they are here already.
 *
 * @throws {ReceiverError} `unsupported-encoding` when the body is compressed and still to be read
 * @throws {ReceiverError} `incomplete-body` when fewer bytes come than Content-Length says
 * @throws {ReceiverError} `overloaded` when too many bytes of other bodies are pending
 * @throws {WebhookError} `body-too-large` as soon as its declared length, or what came, is too long
 * @throws {WebhookError} `body-not-raw` when a parser took the bytes, or a stream gives other
 * things
 */
export function readBody(
  headers: NormalisedHeaders,
  given: IncomingDelivery["body"],
  rules: BodyRules,
): ReadBody | Promise<ReadBody> {
  const body = isWebRequest(given) ? sourceOf(given, headers) : given;
  if (isBytes(body)) return withinLimit(body, rules);
  const read = readerOf(body);
  let declaredBytes: number | undefined;
  try {
    const compression = compressionOf(headers);
    if (compression !== undefined) throw compressed(rules.provider, compression);
    if (read === undefined) throw notRaw("the raw body is gone", rules);
    declaredBytes = declaredLength(headers);
    if (declaredBytes !== undefined && declaredBytes > rules.maxBodyBytes) throw tooLarge(rules);
    rules.refuseUnread(headers);
  } catch (error) {
    drain(body);
    throw error;
  }
  return readWith(read, declaredBytes, rules);
}

/**
 * Whether a body is here already. Goes by the tag: bytes of another realm are bytes all the same.
 */
export function isBytes(body: unknown): body is Uint8Array | ArrayBuffer | string {
  return (
    typeof body === "string" ||
    ArrayBuffer.isView(body) ||
    Object.prototype.toString.call(body) === "[object ArrayBuffer]"
  );
}

async function readWith(
  read: (collector: Collector) => Promise<ReadResult>,
  declaredBytes: number | undefined,
  rules: BodyRules,
): Promise<ReadBody> {
  const collector = new Collector(rules.maxBodyBytes, rules.pendingBytes);
  const release = (): void => collector.release();
  try {
    const result = await read(collector);
    if (typeof result === "string" || result instanceof BrokenStream) {
      throw readError(result, collector.byteLength, declaredBytes, rules);
    }
    if (declaredBytes !== undefined && result.byteLength < declaredBytes) {
      throw cutShort(rules.provider, result.byteLength, declaredBytes);
    }
    return { bytes: result, release };
  } catch (error) {
    collector.release();
    throw error;
  }
}

function withinLimit(body: Uint8Array | ArrayBuffer | string, rules: BodyRules): ReadBody {
  if (typeof body === "string") {
    // A UTF-16 unit is one byte or more, so a text that is too long need not be encoded.
    if (body.length > rules.maxBodyBytes) throw tooLarge(rules);
    return { bytes: limited(encoder.encode(body), rules), given: { text: body } };
  }
  return { bytes: limited(toUint8Array(body), rules), given: { text: undefined } };
}

function limited(bytes: Uint8Array, rules: BodyRules): Uint8Array {
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
  if (isWebRequest(body)) return (collector) => readWebRequest(body, collector);
  return isAsyncIterable(body) ? (collector) => readIterable(body, collector) : undefined;
}

/** Drains a body that nobody will read, so that its sender gets to read our response. */
function drain(body: unknown): void {
  try {
    if (isNodeStream(body) && isUnread(body)) drainOrDestroy(body);
    else if (isWebStream(body) && !body.locked) void drainWebStream(body.getReader());
    else if (isWebRequest(body)) void body.arrayBuffer().catch(() => {}); // it is short
  } catch {
    // The refusal matters more.
  }
}
