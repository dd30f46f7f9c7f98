/** Headers that say how a body was framed: it is saved whole. */
const FRAMING = new Set(["content-length", "transfer-encoding"]);

/**
 * A delivery as the text that `verify`, `explain` and `resend` read: a request as it goes over the
 * wire.
 */
export function writeRawHttp(
  method: string,
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: Uint8Array,
): Buffer {
  const lines = headers
    .filter(([name]) => !FRAMING.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${url} HTTP/1.1`, ...lines, `Content-Length: ${body.length}`, "", ""];
  return Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), body]); // headers are bytes to Node
}
