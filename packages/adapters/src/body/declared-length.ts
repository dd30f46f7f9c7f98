import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

/** The number of bytes that Content-Length says; `undefined` when it says none. */
export function declaredLength(headers: NormalisedHeaders): number | undefined {
  const length = readHeader(headers, "content-length");
  return typeof length === "string" && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
