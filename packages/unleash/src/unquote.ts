const QUOTE = 0x22;

/**
 * The event in a body that the template `{{{eventJson}}}` made: a JSON text that holds the event's
 * JSON. Gives any other body as it is.
 */
export function unquote(body: Uint8Array): Uint8Array | undefined {
  if (body[0] !== QUOTE) return body;
  const text: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  return typeof text === "string" ? new TextEncoder().encode(text) : undefined;
}
