/** The part of node:zlib that is used. Declared here, so that core names no types of Node. */
interface Zlib {
  gunzipSync(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
  inflateSync(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
  brotliDecompressSync(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
  gzipSync(bytes: Uint8Array, options: { level: number }): Uint8Array;
}

/**
 * Node's zlib where there is one, Bun, Deno and workerd with nodejs_compat among them; `undefined`
 * elsewhere.
 */
export function zlib(): Zlib | undefined {
  try {
    return process.getBuiltinModule("node:zlib");
  } catch {
    return undefined; // no process, or none with built-in modules
  }
}
