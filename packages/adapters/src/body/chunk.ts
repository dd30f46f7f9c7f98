const encoder = new TextEncoder();

const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength")!;

/**
 * The bytes a chunk of a stream has, or has at least where it is text: a UTF-16 unit is one or
 * more. Infinity for anything that is neither bytes nor text, so that it uses up any limit. Never
 * throws: streams give chunks where nobody catches.
 */
export function leastByteLength(chunk: unknown): number {
  if (typeof chunk === "string") return chunk.length;
  try {
    // The getter takes buffers of other realms, too, and runs no code of the chunk's own.
    const byteLength: unknown = ArrayBuffer.isView(chunk)
      ? chunk.byteLength
      : lengthOfBuffer.get!.call(chunk);
    return Number.isInteger(byteLength) ? (byteLength as number) : Infinity;
  } catch {
    return Infinity;
  }
}

/** The bytes of a chunk that has a length. Text is what `setEncoding` decoded: encoded again. */
export function toBytes(chunk: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof chunk === "string") return encoder.encode(chunk);
  if (!ArrayBuffer.isView(chunk)) return new Uint8Array(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  // By tag: a Uint8Array of another realm is one all the same.
  if (Object.prototype.toString.call(chunk) === "[object Uint8Array]") return chunk as Uint8Array;
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
