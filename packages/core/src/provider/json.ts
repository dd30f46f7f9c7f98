import { WebhookError } from "../errors/error.ts";

// Skips one byte order mark, as RFC 8259 allows.
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses signed bytes as strict UTF-8 JSON, after unwrapping them if they can be wrapped.
 *
 * @throws {WebhookError} `invalid-json`. It has no `cause`: the parser's own message quotes the
 *   body.
 */
export function parseJson(
  provider: string,
  body: Uint8Array,
  unwrap: ((body: Uint8Array) => Uint8Array | undefined) | undefined,
): unknown {
  try {
    const bytes = unwrap === undefined ? body : unwrap(body);
    if (bytes !== undefined) return JSON.parse(decoder.decode(bytes));
  } catch {
    // Thrown below, without the parser's own message, or whatever unwrap threw.
  }
  throw new WebhookError(
    "invalid-json",
    provider,
    "the signature holds, but the body is not strict UTF-8 JSON. Is this URL registered for another kind of webhook?",
  );
}
