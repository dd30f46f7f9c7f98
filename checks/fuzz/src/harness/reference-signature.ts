import { createHmac } from "node:crypto";
import type { Scheme } from "@flaghook/core";

/** Header lines as they would be on the wire. */
export type Lines = readonly (readonly [name: string, value: string])[];

/** The value of the one line of this name; `undefined` of none, or of several. */
export function onlyLine(lines: Lines, name: string): string | undefined {
  const found = lines.filter((line) => line[0].toLowerCase() === name);
  return found.length === 1 ? found[0]![1] : undefined;
}

/**
 * The signature that a secret makes of a body, encoded, by nothing of core's: Node's HMAC and a
 * second reading of the scheme. `undefined` when a header that is signed is not there as one line.
 */
export function referenceSignature(
  scheme: Scheme,
  lines: Lines,
  body: Uint8Array,
  secret: string,
): string | undefined {
  const algorithm = typeof scheme.algorithm === "string" ? scheme.algorithm : "sha512";
  const hmac = createHmac(algorithm, keyOf(scheme, secret));
  for (const part of scheme.signs ?? ["body"]) {
    const text = part === "body" ? "" : textOf(part, scheme, lines);
    if (text === undefined) return undefined;
    hmac.update(part === "body" ? body : text);
  }
  return hmac.digest(scheme.encoding ?? "hex");
}

function keyOf({ key }: Scheme, secret: string): Buffer {
  if (key === undefined) return Buffer.from(secret, "utf8");
  return Buffer.from(secret.slice(key.prefix?.length ?? 0), key.encoding);
}

function textOf(
  part: Exclude<NonNullable<Scheme["signs"]>[number], "body">,
  scheme: Scheme,
  lines: Lines,
): string | undefined {
  if (typeof part === "object") return part.text;
  if (part === "id") return scheme.id && onlyLine(lines, scheme.id.header);
  const { header, entry } = scheme.timestamp ?? {};
  if (header !== undefined) return onlyLine(lines, header);
  const entries = onlyLine(lines, scheme.header)?.split(scheme.separator ?? ",");
  return entries?.find((one) => one.startsWith(entry ?? ""))?.slice(entry?.length);
}
