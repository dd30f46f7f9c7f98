import { WebhookError } from "@flaghook/core";
import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";
import { Collector, type ReadFailure, type ReadResult } from "./byte-collector.ts";
import type { IncomingDelivery } from "./incoming.ts";
import { discardWebStream } from "./drain.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { isAsyncIterable, readIterable } from "./read-iterable.ts";
import { discardRest, isNodeStream, isUnread, readNodeStream } from "./read-node-stream.ts";
import type { PendingBytes } from "./pending-bytes.ts";
import { isWebStream, readWebStream } from "./read-web-stream.ts";

/** What reading needs to know about the endpoint. */
export interface BodyRules {
  /** Id of the provider that errors name. */
  readonly provider: string;
  readonly maxBodyBytes: number;
  /** What all bodies of the endpoint share. */
  readonly pendingBytes: PendingBytes;
  /** How to keep the body raw in the framework at hand: the end of the message of `body-not-raw`. */
  readonly rawBodyFix: string;
  /** Throws for headers that leave no use for a body that is still to be read. */
  refuseUnread(headers: NormalisedHeaders): void;
}

/** A body as bytes. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  /** Says that the delivery is answered: the bytes are no longer pending. */
  readonly release: () => void;
}

const encoder = new TextEncoder();

/**
 * The raw bytes of a body, within the limits.
 *
 * @throws {ReceiverError} `unsupported-encoding` when the body is compressed
 * @throws {ReceiverError} `incomplete-body` when the sender goes away before its end
 * @throws {ReceiverError} `overloaded` when too many bytes of other bodies are pending
 * @throws {WebhookError} `body-too-large` as soon as the declared length or the bytes so far are over the limit
 * @throws {WebhookError} `body-not-raw` when a parser has taken the bytes, or a stream gives something else
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
    discard(body);
    throw error;
  }
  const collector = new Collector(rules.maxBodyBytes, rules.pendingBytes);
  try {
    const result = await read(collector);
    if (typeof result === "string") throw failureOf(result, rules);
    return { bytes: result, release: () => collector.release() };
  } catch (error) {
    collector.release();
    throw error;
  }
}

/** A body that is there already. Told by tag, since bytes of another realm are bytes all the same. */
export function isBytes(body: unknown): body is Uint8Array | ArrayBuffer | string {
  return (
    typeof body === "string" ||
    ArrayBuffer.isView(body) ||
    Object.prototype.toString.call(body) === "[object ArrayBuffer]"
  );
}

function withinLimit(body: Uint8Array | ArrayBuffer | string, rules: BodyRules): Uint8Array {
  // One UTF-16 unit is at least one byte, so a text that is too long need not be encoded to be refused.
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

/** Lets the sender of a body that nobody will read come to its answer. */
function discard(body: unknown): void {
  try {
    if (isNodeStream(body) && isUnread(body)) discardRest(body);
    else if (isWebStream(body) && !body.locked) void discardWebStream(body.getReader());
  } catch {
    // The refusal has more to say.
  }
}

function failureOf(failure: ReadFailure, rules: BodyRules): Error {
  switch (failure) {
    case "too-large":
      return tooLarge(rules);
    case "not-bytes":
      return notRaw("the body's stream gives something else than bytes", rules);
    case "overloaded":
      return new ReceiverError(
        "overloaded",
        rules.provider,
        "the unanswered bodies hold more than maxPendingBytes, and this one had been pending longest. " +
          "Raise maxPendingBytes if there is the memory, or lower maxBodyBytes.",
      );
    default: // incomplete
      return new ReceiverError(
        "incomplete-body",
        rules.provider,
        "the sender closed the connection before the body was complete. It may have given up waiting.",
      );
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

function notRaw(what: string, { provider, rawBodyFix }: BodyRules): WebhookError {
  return new WebhookError("body-not-raw", provider, `${what}: ${rawBodyFix}`);
}

function tooLarge({ provider, maxBodyBytes }: BodyRules): WebhookError {
  const message = `the body has more than maxBodyBytes (${maxBodyBytes}). Raise maxBodyBytes if such deliveries are expected.`;
  return new WebhookError("body-too-large", provider, message);
}
