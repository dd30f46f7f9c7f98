import type { Io } from "../io/io.ts";
import { readAll } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import type { SavedDelivery } from "./saved-delivery.ts";

/** A delivery given by options: `--header` lines, and a body as text, `@file` or `@-`. */
export async function readFlags(
  { header, body }: { readonly header?: readonly string[]; readonly body?: string },
  io: Io,
): Promise<SavedDelivery> {
  if (body === undefined) throw new UsageError("--header needs --body as well: the bytes that were signed");
  return {
    method: "POST",
    url: "/",
    headers: (header ?? []).map(readHeaderLine),
    body: body.startsWith("@") ? await readAll(body.slice(1), io) : Buffer.from(body),
    notes: [],
  };
}

/** A line as `Name: value`. Only one space after the colon is no part of the value. */
export function readHeaderLine(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 1) throw new UsageError(`a header is written as 'Name: value', not ${JSON.stringify(line)}`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).replace(/^ /, "")];
}
