import { WebhookError } from "@flaghook/core";
import { withoutPointer, type NormalisedHeaders } from "@flaghook/core/adapter";
import { compressed, cutShort } from "../body/body-errors.ts";
import { compressionOf } from "../body/compression.ts";
import { declaredLength } from "../body/declared-length.ts";
import { lossyCharsetOf } from "../body/decoded-text.ts";
import type { ReadBody } from "../body/read-body.ts";

/**
 * Finds out why no secret signed a body that somebody else had read: it is compressed, was decoded
 * as text, or is cut short. Gives the error back where none of these is so.
 */
export function findMismatchCause(
  error: WebhookError,
  body: ReadBody,
  headers: NormalisedHeaders,
  rawBodyHelp: string,
): Error {
  const { given, bytes } = body;
  if (given === undefined || error.code !== "signature-mismatch") return error;
  const { provider } = error;
  const compression = compressionOf(headers);
  if (compression !== undefined) return compressed(provider, compression);
  const charset = given.text === undefined ? undefined : lossyCharsetOf(headers, given.text);
  if (charset !== undefined) return decodedText(error, charset, rawBodyHelp);
  const declaredBytes = declaredLength(headers);
  if (declaredBytes === undefined || bytes.byteLength >= declaredBytes) return error;
  return cutShort(provider, bytes.byteLength, declaredBytes);
}

function decodedText(
  { provider, message }: WebhookError,
  charset: string,
  rawBodyHelp: string,
): WebhookError {
  return new WebhookError(
    "signature-mismatch",
    provider,
    `${withoutPointer(message).slice(provider.length + 2)} The body came as text that something had decoded as ${charset}: ` +
      `as UTF-8 again it has other bytes. Hand over the bytes: ${rawBodyHelp}`,
  );
}
