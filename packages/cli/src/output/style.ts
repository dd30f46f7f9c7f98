import { styleText } from "node:util";
import type { Output } from "../io/io.ts";

type Format = Parameters<typeof styleText>[0];

/** Text in a colour, if the stream is a terminal that shows one and NO_COLOR does not say no. */
export function styled(format: Format, text: string, stream: Output): string {
  return styleText(format, text, { stream });
}

/** Writes a line. */
export function writeLine(stream: Output, line = ""): void {
  stream.write(`${line}\n`);
}

/** Writes one JSON value on a line of its own. */
export function writeJson(stream: Output, value: unknown): void {
  stream.write(`${JSON.stringify(value)}\n`);
}
