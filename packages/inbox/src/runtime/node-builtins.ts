// Fetched at first use, as core does: a bundle for another runtime has nothing of Node to resolve.

/**
 * One of Node's modules. Next's edge runtime has a `getBuiltinModule` that throws, others have none
 * or one that finds nothing.
 *
 * @throws {Error} which says what to change
 */
function builtin<Module>(name: string, get: () => Module | undefined): Module {
  let found: Module | undefined;
  try {
    found = get();
  } catch {
    // no process, no such function, or a stub of it
  }
  if (found !== undefined) return found;
  throw new Error(
    `the inbox needs ${name}, which this runtime does not have. Accept and handle where Node runs: in Next, leave out runtime = "edge".`,
  );
}

const crypto = () => builtin("node:crypto", () => process.getBuiltinModule("node:crypto"));

const zlib = () => builtin("node:zlib", () => process.getBuiltinModule("node:zlib"));

/** SHA-256 as hex. */
export function sha256(text: string): string {
  return crypto().createHash("sha256").update(text).digest("hex");
}

/** Gzip at the cheapest level: JSON shrinks most of the way there. */
export async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzip } = zlib();
  return new Promise((resolve, reject) => {
    gzip(bytes, { level: 1 }, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

/** The same at once: nothing that a test's fake timers could hold up. */
export function compressNow(bytes: Uint8Array): Uint8Array {
  return zlib().gzipSync(bytes, { level: 1 });
}

/** Undoes `compress`. Rejects as soon as there are more than `maxBytes`. */
export async function decompress(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const { gunzip } = zlib();
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, result) =>
      error === null ? resolve(result) : reject(error),
    );
  });
}
