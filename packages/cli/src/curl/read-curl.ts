import type { SavedDelivery } from "../delivery/saved-delivery.ts";
import { readBytes } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import { curlBody, type ReadInput } from "./curl-data.ts";
import { curlHeaders } from "./curl-headers.ts";
import { readCurlOptions, type CurlOption } from "./curl-options.ts";
import { readCommands, type ShellCommand } from "./shell-words.ts";

/**
 * What a curl command line sends, byte for byte. Nothing is run and nothing is sent: the files that
 * it names are read.
 */
export async function readCurl(line: Buffer): Promise<SavedDelivery> {
  const text = line.toString("latin1").replace(/^[ \t]*\$ (?=[^\n]*curl)/m, ""); // a prompt that was copied along
  if (/\^\s*\r?\n|\^"/.test(text)) {
    throw new UsageError("this line is for Windows' cmd: copy the request as cURL for bash");
  }
  const command = readCommands(text).find(({ words }) => words.some(isCurl));
  if (command === undefined) throw new UsageError("there is no curl command in it");
  const { words } = command;
  const options = readCurlOptions(words.slice(words.findIndex(isCurl) + 1));
  const form = options.find(({ name }) => name === "form" || name === "form-string");
  if (form !== undefined)
    throw new UsageError("curl makes up the boundary of a form (-F): nobody can tell its bytes");
  if (has(options, "config"))
    throw new UsageError("the line reads options from a file (-K): write them into the line");

  const read = inputOf(command);
  const upload = valueOf(options, "upload-file");
  const data = await curlBody(options, read);
  const body = has(options, "get")
    ? undefined
    : (data ?? (upload === undefined ? undefined : await read(upload)));
  const headers = await curlHeaders(options, body, read);
  return {
    method: methodOf(options, body !== undefined, upload !== undefined),
    url: urlOf(options, data),
    headers: headers.map(([name, value]) => [name, Buffer.from(value, "latin1").toString("utf8")]),
    body: Buffer.from(body ?? "", "latin1"),
    notes: [],
  };
}

function isCurl(word: string): boolean {
  return /^(?:[^\s=]*[/\\])?curl(?:\.exe)?$/.test(word);
}

function has(options: readonly CurlOption[], wanted: string): boolean {
  return options.some(({ name }) => name === wanted);
}

function valueOf(options: readonly CurlOption[], wanted: string): string | undefined {
  return options.findLast(({ name }) => name === wanted)?.value;
}

function methodOf(options: readonly CurlOption[], hasBody: boolean, isUpload: boolean): string {
  const given = valueOf(options, "request");
  if (given !== undefined) return given;
  if (isUpload) return "PUT";
  if (has(options, "head")) return "HEAD";
  return hasBody ? "POST" : "GET";
}

function urlOf(options: readonly CurlOption[], data: string | undefined): string {
  const urls = options.filter(({ name }) => name === "url");
  if (urls.length > 1) throw new UsageError("the line names several URLs: keep the one in question");
  const url = urls[0]?.value ?? "/";
  if (!has(options, "get") || data === undefined) return url;
  return `${url}${url.includes("?") ? "&" : "?"}${data}`;
}

/** Reads the files that the line names, and what the shell would hand to curl. */
function inputOf({ stdin, stdinFile, isPiped }: ShellCommand): ReadInput {
  return async (path) => {
    if (path !== "-") return (await readBytes(pathOf(path))).toString("latin1");
    if (stdin !== undefined) return stdin;
    if (stdinFile !== undefined) return (await readBytes(pathOf(stdinFile))).toString("latin1");
    throw new UsageError(
      isPiped
        ? "another command writes the body into curl: save it to a file, and name that with --data-binary @FILE"
        : "curl would read the body from its standard input, which the line does not say",
    );
  };
}

function pathOf(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
