import type { CurlOption } from "./curl-options.ts";

/** Options that are a part of the body, in their order. */
export const DATA = new Set(["data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json"]);

/** Reads a file, or `-`: curl's standard input. One character per byte. */
export type ReadInput = (path: string) => Promise<string>;

/**
 * The body of all data options, one character per byte: joined by `&` as curl does, but for
 * `--json`.
 */
export async function curlBody(options: readonly CurlOption[], read: ReadInput): Promise<string | undefined> {
  const parts = options.filter(({ name }) => DATA.has(name));
  if (parts.length === 0) return undefined;
  let body = "";
  for (const [index, option] of parts.entries()) {
    const isGlued = index === 0 || option.name === "json";
    body += (isGlued ? "" : "&") + (await partOf(option, read));
  }
  return body;
}

async function partOf({ name, value }: CurlOption, read: ReadInput): Promise<string> {
  if (name === "data-raw") return value;
  if (name === "data-urlencode") return encoded(value, read);
  if (!value.startsWith("@")) return value;
  const text = await read(value.slice(1));
  return name === "data" || name === "data-ascii" ? text.replace(/[\r\n\0]/g, "") : text;
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`: the content is encoded. */
async function encoded(value: string, read: ReadInput): Promise<string> {
  const [, name = "", sign, content = ""] = /^([^=@]*)([=@])([^]*)$/.exec(value) ?? [
    undefined,
    "",
    "=",
    value,
  ];
  const text = percentEncoded(sign === "@" ? await read(content) : content);
  return name === "" ? text : `${name}=${text}`;
}

/** All but the unreserved characters of RFC 3986, byte by byte; a space is a plus sign. */
function percentEncoded(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-._~]/g, (byte) =>
    byte === " " ? "+" : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
