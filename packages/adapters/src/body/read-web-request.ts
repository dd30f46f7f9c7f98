import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";
import { BrokenStream, type Collector, type ReadResult } from "./byte-collector.ts";
import { declaredLength } from "./declared-length.ts";
import { ALWAYS_READ_BYTES } from "./pending-bytes.ts";
import type { WebRequest, WebStream } from "./streams.ts";

/**
 * What to read of a Request: itself, where its headers say that its body is short, else its stream.
 *
 * On Node asking for the stream makes servers build two of them, which costs more than all the rest
 * of a delivery. A limit while reading is for bodies of any length: servers let no more bytes
 * through than Content-Length says. `undefined` when somebody has read it, empty when it has none.
 */
export function sourceOf(
  request: WebRequest,
  headers: NormalisedHeaders,
): WebRequest | WebStream | "" | undefined {
  if (request.bodyUsed) return undefined;
  return isShort(headers) ? request : (request.body ?? "");
}

/** Reads a short body in one go. */
export async function readWebRequest(request: WebRequest, collector: Collector): Promise<ReadResult> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await request.arrayBuffer());
  } catch (error) {
    return request.bodyUsed ? new BrokenStream(error) : "taken";
  }
  return collector.add(bytes) ? collector.finish() : "too-large";
}

function isShort(headers: NormalisedHeaders): boolean {
  const byteLength = declaredLength(headers) ?? 0; // a body of unknown length may have any
  return (
    byteLength > 0 &&
    byteLength <= ALWAYS_READ_BYTES &&
    readHeader(headers, "transfer-encoding") === undefined
  );
}
