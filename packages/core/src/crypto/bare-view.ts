/** Every typed array inherits its true extent from here. */
const ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;
const PARTS = ["buffer", "byteOffset", "byteLength"];

/**
 * The same bytes without what a subclass or an own property adds: hashing must run no code of the
 * caller's.
 */
export function bareView(bytes: Uint8Array): Uint8Array {
  const [buffer, offset, length] = PARTS.map((part) => Reflect.get(ARRAY, part, bytes) as never);
  return new Uint8Array(buffer!, offset, length);
}
