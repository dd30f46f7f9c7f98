import type { HttpResponse } from "../sending/post.ts";
import type { Output } from "../io/io.ts";
import { printable } from "./printable.ts";
import { styled, writeLine } from "./style.ts";

/** The status in the colour of its class: `204 No Content`. */
export function statusText({ status, statusText: text }: HttpResponse, stream: Output): string {
  const colour = status < 300 ? "green" : status < 500 ? "yellow" : "red";
  return styled(colour, printable(`${status} ${text}`.trim()), stream);
}

/** Prints a response's body, indented. */
export function printResponseBody({ body }: HttpResponse, stream: Output): void {
  if (body.length === 0) return;
  for (const line of body.toString("utf8").trimEnd().split(/\r?\n/))
    writeLine(stream, `  ${printable(line)}`);
}
