import { decode, encode } from "../../encoding/encoding.ts";
import type { Damage, Undone } from "../model/damage.ts";
import { BAD_HEADER } from "../model/refusal.ts";
import { afterPrefix, withSignature } from "./signature-value.ts";

/** Bytes of the algorithms there are. */
const DIGEST_BYTES: readonly number[] = [20, 32, 64];

/**
 * The signature is written in base64 where hex is expected, or the other way round, or in the URL's
 * base64.
 */
export const headerEncoding: Damage = {
  id: "header-encoding",
  title: "The signature is written in another encoding.",
  after: BAD_HEADER,

  *undo(suspect): Generator<Undone> {
    const { encoding, header, prefix = "" } = suspect.scheme;
    const text = afterPrefix(suspect);
    if (text === undefined || encoding === undefined) return;
    const bytes = decode("hex", text.toLowerCase()) ?? decode("base64", toStandardBase64(text));
    if (bytes === undefined || !DIGEST_BYTES.includes(bytes.length)) return;
    const written = encode(encoding, bytes);
    if (written.toLowerCase() === text.toLowerCase()) return;
    const found = decode("hex", text.toLowerCase()) === undefined ? "base64" : "hex";
    yield {
      change: withSignature(suspect, prefix + written),
      detail: `The ${header} header is in ${found === encoding ? "the URL's form of base64" : found}, and this provider sends ${encoding}.`,
    };
  },

  fix: ({ scheme: { encoding } }) =>
    `Write the signature in ${encoding === "hex" ? "lower-case hex" : "padded base64 of the standard alphabet"}: in Node .digest("${encoding}").`,
};

function toStandardBase64(text: string): string {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return standard.padEnd(Math.ceil(standard.length / 4) * 4, "=");
}
