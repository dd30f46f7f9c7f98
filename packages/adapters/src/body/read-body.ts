import { WebhookError } from "@flaghook/core";
import { readHeader, type SettledHeaders } from "@flaghook/core/received";
import { Collector, type ReadResult } from "./byte-collector.ts";
import type { IncomingDelivery } from "./incoming.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { isNodeStream, isUnread, readNodeStream } from "./read-node-stream.ts";
import { isWebStream, readWebStream } from "./read-web-stream.ts";

/** What reading needs to know about the endpoint. */
export interface BodyRules {
  /** Id of the provider that errors name. */
  readonly provider: string;
  readonly maxBodyBytes: number;
  /** How to keep the body raw in the framework at hand: the end of the message of `body-not-raw`. */
  readonly rawBodyFix: string;
}

const encoder = new TextEncoder();

/**
 * The raw bytes of a body, within the limit.
 *
 * @throws {ReceiverError} `unsupported-encoding` when the body is compressed
 * @throws {ReceiverError} `incomplete-body` when the sender goes away before its end
 * @throws {WebhookError} `body-too-large` as soon as the declared length or the bytes so far are over the limit
 * @throws {WebhookError} `body-not-raw` when a parser has taken the bytes
 */
export async function readBody(
  headers: SettledHeaders,
  body: IncomingDelivery["body"],
  rules: BodyRules,
): Promise<Uint8Array> {
  refuseCompressed(headers, rules);
  if (isBytes(body)) return withinLimit(body, rules);
  refuseDeclaredLength(headers, rules);
  const result = await read(body, rules);
  if (typeof result !== "string") return result;
  if (result === "too-large") throw tooLarge(rules);
  throw new ReceiverError(
    "incomplete-body",
    rules.provider,
    "the sender closed the connection before the body was complete. It may have given up waiting.",
  );
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

async function read(body: unknown, rules: BodyRules): Promise<ReadResult> {
  if (isNodeStream(body) && isUnread(body)) return readNodeStream(body, rules.maxBodyBytes);
  if (isWebStream(body) && !body.locked) return readWebStream(body, rules.maxBodyBytes);
  // Node streams and web streams are iterable too: those that come this far have been read.
  if (isAsyncIterable(body) && !isNodeStream(body) && !isWebStream(body)) {
    return readIterable(body, rules.maxBodyBytes);
  }
  throw new WebhookError("body-not-raw", rules.provider, `the raw body is gone: ${rules.rawBodyFix}`);
}

async function readIterable(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReadResult> {
  const collector = new Collector(maxBytes);
  try {
    for await (const chunk of chunks) if (!collector.add(chunk)) return "too-large";
  } catch {
    return "incomplete";
  }
  return collector.finish();
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function refuseCompressed(headers: SettledHeaders, rules: BodyRules): void {
  const encoding = readHeader(headers, "content-encoding");
  if (encoding === undefined) return;
  if (typeof encoding === "string" && (encoding === "" || encoding.toLowerCase() === "identity")) return;
  throw new ReceiverError(
    "unsupported-encoding",
    rules.provider,
    "the body is compressed (Content-Encoding). Providers sign and send it plain; does a proxy compress it?",
  );
}

function refuseDeclaredLength(headers: SettledHeaders, rules: BodyRules): void {
  const length = readHeader(headers, "content-length");
  if (typeof length === "string" && Number(length) > rules.maxBodyBytes) throw tooLarge(rules);
}

function tooLarge({ provider, maxBodyBytes }: BodyRules): WebhookError {
  const message = `the body has more than maxBodyBytes (${maxBodyBytes}). Raise maxBodyBytes if such deliveries are expected.`;
  return new WebhookError("body-too-large", provider, message);
}
