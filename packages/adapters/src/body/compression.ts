import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

const COMPRESSIONS: readonly string[] = ["gzip", "x-gzip", "deflate", "compress", "br", "zstd"];

/**
 * The compression that Content-Encoding names, if any. Other words there, such as `utf-8` or
 * `aws-chunked`, change no byte, or are not our business.
 */
export function compressionOf(headers: NormalisedHeaders): string | undefined {
  const encoding = readHeader(headers, "content-encoding");
  if (typeof encoding !== "string") return undefined;
  const words = encoding.split(",").map((word) => word.trim().toLowerCase());
  return words.find((word) => COMPRESSIONS.includes(word));
}
