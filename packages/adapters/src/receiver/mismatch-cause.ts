import { WebhookError } from "@flaghook/core";
import { withoutPointer, type NormalisedHeaders } from "@flaghook/core/adapter";
import { compressed, cutShort } from "../body/body-errors.ts";
import { compressionOf } from "../body/compression.ts";
import { declaredLength } from "../body/declared-length.ts";
import { lossyCharsetOf } from "../body/decoded-text.ts";
import type { ReadBody } from "../body/read-body.ts";

const EMPTY = "The body is empty: a redirect, a proxy or whatever read it before has lost it.";

/**
 * Finds out why no secret signed a body: it is empty, or somebody else had read it and it is
 * compressed, was decoded as text, or is cut short. Gives the error back where none of these is so.
 */
export function findMismatchCause(
  error: WebhookError,
  body: ReadBody,
  headers: NormalisedHeaders,
  rawBodyHelp: string,
): Error {
  const { given, bytes } = body;
  if (error.code !== "signature-mismatch") return error;
  const unexplained = bytes.byteLength === 0 ? withAddition(error, EMPTY) : error;
  if (given === undefined) return unexplained;
  const { provider } = error;
  const compression = compressionOf(headers);
  if (compression !== undefined) return compressed(provider, compression);
  const charset = given.text === undefined ? undefined : lossyCharsetOf(headers, given.text);
  if (charset !== undefined) return withAddition(error, decodedText(charset, rawBodyHelp));
  const declaredBytes = declaredLength(headers);
  if (declaredBytes === undefined || bytes.byteLength >= declaredBytes) return unexplained;
  return cutShort(provider, bytes.byteLength, declaredBytes);
}

function decodedText(charset: string, rawBodyHelp: string): string {
  return (
    `The body came as text that something had decoded as ${charset}: as UTF-8 again it has other bytes. ` +
    `Hand over the bytes: ${rawBodyHelp}`
  );
}

function withAddition({ provider, message }: WebhookError, addition: string): WebhookError {
  return new WebhookError(
    "signature-mismatch",
    provider,
    `${withoutPointer(message).slice(provider.length + 2)} ${addition}`,
  );
}
