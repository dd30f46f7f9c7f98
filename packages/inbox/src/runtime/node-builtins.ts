// Fetched at first use, as core does: a bundle for another runtime has nothing of Node to resolve.

/** SHA-256 as hex. */
export function sha256(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
}

/** Gzip at the cheapest level: JSON shrinks most of the way there. */
export function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const { gzip } = process.getBuiltinModule("node:zlib");
    gzip(bytes, { level: 1 }, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

/** The same at once: nothing that a test's fake timers could hold up. */
export function compressNow(bytes: Uint8Array): Uint8Array {
  return process.getBuiltinModule("node:zlib").gzipSync(bytes, { level: 1 });
}

/** Undoes `compress`. Rejects as soon as there are more than `maxBytes`. */
export function decompress(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const { gunzip } = process.getBuiltinModule("node:zlib");
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, result) =>
      error === null ? resolve(result) : reject(error),
    );
  });
}
