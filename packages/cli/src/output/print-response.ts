import type { HttpResponse } from "../sending/post.ts";
import type { Output } from "../io/io.ts";
import { printable } from "./printable.ts";
import { styled, writeLine } from "./style.ts";

/** The status in the colour of its class: `204 No Content`. */
export function statusText({ status, statusText: text }: HttpResponse, stream: Output): string {
  const colour = status < 300 ? "green" : status < 500 ? "yellow" : "red";
  return styled(colour, printable(`${status} ${text}`.trim()), stream);
}

/** What to do about a response, where its status says it. */
export function hintOf({ status, headers }: HttpResponse): string | undefined {
  const valueOf = (name: string): string | undefined =>
    headers.find(([one]) => one.toLowerCase() === name)?.[1];
  if (status === 429 || status === 503) {
    const wait = valueOf("retry-after");
    return wait === undefined
      ? "the receiver has too much to do: send fewer at a time, or later"
      : `the receiver asks to wait (Retry-After: ${wait})`;
  }
  const location = status >= 300 && status < 400 ? valueOf("location") : undefined;
  return location && `the receiver redirects, which no provider follows: send to ${location} itself`;
}

/** Nobody reads on in a terminal. `--json` has all of it. */
const MAX_SHOWN_BYTES = 16_384;

/** Prints a response's body, indented. */
export function printResponseBody({ body, headers }: HttpResponse, stream: Output): void {
  if (body.length === 0) return;
  const encoding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1] ?? "identity";
  if (encoding !== "identity") return writeLine(stream, `  (${body.length} bytes of ${printable(encoding)})`);
  for (const line of body.subarray(0, MAX_SHOWN_BYTES).toString("utf8").trimEnd().split(/\r?\n/))
    writeLine(stream, `  ${printable(line)}`);
  if (body.length > MAX_SHOWN_BYTES) writeLine(stream, `  … (${body.length} bytes in all)`);
}
