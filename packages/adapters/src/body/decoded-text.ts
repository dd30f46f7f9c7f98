import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";

const UTF8: readonly string[] = ["utf-8", "utf8", "us-ascii"];

/**
 * How a parser decoded a body, where encoding its text again as UTF-8 gives other bytes: the
 * charset of Content-Type, or `"utf-8"` where it replaced bytes that are not UTF-8. `undefined`
 * where nothing was lost.
 */
export function lossyCharsetOf(headers: NormalisedHeaders, text: string): string | undefined {
  const type = readHeader(headers, "content-type");
  const found = typeof type === "string" ? /;\s*charset="?([\w.:-]{1,40})/i.exec(type) : null;
  const charset = found?.[1]!.toLowerCase() ?? "utf-8";
  if (UTF8.includes(charset)) return text.includes("\ufffd") ? charset : undefined;
  // Any other charset has ASCII where UTF-8 has it, but for those of two and four bytes.
  return isAscii(text) && !/^(?:utf-?(?:16|32)|ucs)/.test(charset) ? undefined : charset;
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text);
}
