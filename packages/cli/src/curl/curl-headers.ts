import type { CurlOption } from "./curl-options.ts";
import type { ReadInput } from "./curl-data.ts";

type Header = readonly [name: string, value: string];

/**
 * The headers that curl sends: its own, then those of the line. `Name:` takes one of its own away,
 * `Name;` is an empty one, `@file` holds more lines.
 *
 * Host and User-Agent are left to the line: the one is in the URL, the other depends on the
 * version.
 */
export async function curlHeaders(
  options: readonly CurlOption[],
  body: string | undefined,
  read: ReadInput,
): Promise<readonly Header[]> {
  const lines: string[] = [];
  for (const { name, value } of options) {
    if (name !== "header") continue;
    if (value.startsWith("@")) lines.push(...(await read(value.slice(1))).split(/\r?\n/));
    else lines.push(value);
  }
  const removed = new Set<string>();
  const given = lines.flatMap((line): Header[] => {
    const [, name, sign, rest = ""] = /^([^:;]+)([:;])\s*([^]*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    if (sign === ":" && rest === "") removed.add(name.trim().toLowerCase());
    else if (sign === ":" || rest === "") return [[name.trim(), rest]];
    return [];
  });
  const named = new Set(given.map(([name]) => name.toLowerCase()));
  const own = ownHeaders(options, body).filter(
    ([name]) => !named.has(name.toLowerCase()) && !removed.has(name.toLowerCase()),
  );
  return [...own, ...given];
}

function ownHeaders(options: readonly CurlOption[], body: string | undefined): readonly Header[] {
  const valueOf = (wanted: string): string | undefined =>
    options.findLast(({ name }) => name === wanted)?.value;
  const isJson = valueOf("json") !== undefined;
  const user = valueOf("user");
  const bearer = valueOf("oauth2-bearer");
  const cookie = valueOf("cookie");
  const agent = valueOf("user-agent");
  const referer = valueOf("referer");
  const type = isJson ? "application/json" : "application/x-www-form-urlencoded";
  const authorization =
    bearer === undefined
      ? user !== undefined && `Basic ${Buffer.from(user, "latin1").toString("base64")}`
      : `Bearer ${bearer}`;
  return [
    ...(authorization === false ? [] : [["Authorization", authorization] as const]),
    ...(agent === undefined ? [] : [["User-Agent", agent] as const]),
    ...(options.some(({ name }) => name === "compressed")
      ? [["Accept-Encoding", "deflate, gzip, br, zstd"] as const]
      : []),
    ["Accept", isJson ? "application/json" : "*/*"],
    ...(referer === undefined ? [] : [["Referer", referer] as const]),
    ...(cookie?.includes("=") === true ? [["Cookie", cookie] as const] : []), // else a file of them
    ...(body === undefined
      ? []
      : [["Content-Length", String(body.length)] as const, ["Content-Type", type] as const]),
  ];
}
