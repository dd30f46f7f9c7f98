import type { Damage, Sign, Undone } from "../model/damage.ts";
import { MISMATCH } from "../model/refusal.ts";
import type { Suspect } from "../model/suspect.ts";
import { MAX_HASHED_BYTES } from "../trial/trial-budget.ts";
import { MAX_TEXT_BYTES, startsWith } from "./body-text.ts";
import { zlib } from "./zlib.ts";

const GZIP = [0x1f, 0x8b];
const LEVELS: readonly number[] = [6, 9, 1];

/** The body was compressed after it was signed, or decompressed. */
export const bodyGzip: Damage = {
  id: "body-gzip",
  title: "The body was compressed after it was signed, or decompressed.",
  after: MISMATCH,

  *undo(suspect): Generator<Undone> {
    const { body, headers } = suspect;
    const inflated = inflate(suspect);
    if (inflated !== undefined) {
      const detail = "The body is compressed, and what was signed is not.";
      yield { change: { body: inflated }, detail };
      return;
    }
    // Compressing gives the sender's bytes only if it used the same library.
    if (headers.valueOf("content-encoding") !== "gzip" || body.length > MAX_TEXT_BYTES) return;
    for (const level of LEVELS) {
      const compressed = zlib()?.gzipSync(body, { level });
      if (compressed === undefined) return;
      yield {
        change: { body: compressed },
        detail: "The compressed bytes were signed, and the body is not compressed.",
      };
    }
  },

  signs({ body, headers }): Sign | undefined {
    const encoding = headers.valueOf("content-encoding") ?? "identity";
    if (startsWith(body, GZIP)) return { certainty: "likely", detail: "The body is compressed with gzip." };
    if (!/^(?:x-)?gzip$|^deflate$|^br$|^zstd$/i.test(encoding)) return undefined;
    return {
      certainty: "likely",
      detail: `The delivery says content-encoding: ${encoding.toLowerCase()}, so it was not the signed bytes that arrived.`,
    };
  },

  fix: () =>
    "Have the bytes handed over as they were signed: no compression between the sender and this server, and inflate: false for " +
    "express.raw() where the sender signs compressed bytes.",
};

/**
 * By its first bytes or its header. Stops at the largest body that is accepted, and what may be
 * hashed at all.
 */
function inflate({ body, headers, maxBodyBytes }: Suspect): Uint8Array | undefined {
  const options = { maxOutputLength: Math.max(1, Math.min(maxBodyBytes, MAX_HASHED_BYTES)) };
  try {
    if (startsWith(body, GZIP)) return zlib()?.gunzipSync(body, options);
    const encoding = headers.valueOf("content-encoding")?.toLowerCase();
    if (encoding === "deflate" || body[0] === 0x78) return zlib()?.inflateSync(body, options);
    if (encoding === "br") return zlib()?.brotliDecompressSync(body, options);
  } catch {
    // Not compressed after all, cut short, or too large when it is inflated.
  }
  return undefined;
}
