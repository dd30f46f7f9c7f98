import { decode, encode } from "../../encoding/encoding.ts";
import { utf8 } from "../../encoding/utf8.ts";
import type { Secret } from "../../delivery/secret.ts";
import type { Damage, Undone } from "../model/damage.ts";
import { firstSecrets, withSecret } from "./secret-candidates.ts";

/** The prefix that Standard Webhooks gives a secret. */
const PREFIX = "whsec_";

/** The secret was decoded where the sender uses its text, or the other way round. */
export const secretEncoding: Damage = {
  id: "secret-encoding",
  title: "The secret was decoded where it should not be, or the other way round.",
  after: ["signature-mismatch", "secret-form"],

  *guess(suspect): Generator<Undone> {
    for (const secret of firstSecrets(suspect)) {
      const readings = typeof secret === "string" ? readingsOfText(secret) : readingsOfBytes(secret);
      for (const [reading, detail] of readings) yield* withSecret(secret, reading, detail);
    }
  },

  fix: ({ scheme }) =>
    scheme.key === undefined
      ? "Pass the secret as the provider shows it, as text: no Buffer.from(secret, …), and the whsec_ left on. Where the sender " +
        "decodes it, say so in the scheme: key: { encoding }."
      : `Pass the secret whole and as text, ${scheme.key.prefix ?? ""} included: the scheme decodes it.`,
};

function* readingsOfText(secret: string): Generator<readonly [Secret | undefined, string]> {
  const text = secret.trim();
  const bare = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  yield [
    decode("base64", toStandard(bare)),
    "The sender decodes the secret's base64, and signs with its bytes.",
  ];
  yield [decode("hex", bare.toLowerCase()), "The sender decodes the secret's hex, and signs with its bytes."];
  yield [bare, "The sender signs with the secret without whsec_."];
  yield [PREFIX + bare, "The sender's secret begins with whsec_, which the configured one lacks."];
  yield [utf8(text), "The sender signs with the secret's text, and does not decode it."];
  yield [utf8(bare), "The sender signs with the text behind whsec_, and does not decode it."];
  const bytes = utf8(secret);
  if (bytes.length <= 1024) {
    yield [encode("base64", bytes), "The sender signs with the secret written in base64."];
    yield [encode("hex", bytes), "The sender signs with the secret written in hex."];
    yield [
      PREFIX + encode("base64", bytes),
      "The sender's secret is whsec_ and the configured one in base64.",
    ];
  }
  yield [percentDecoded(text), "The configured secret is percent-encoded, and the sender's is not."];
}

function* readingsOfBytes(secret: Uint8Array): Generator<readonly [Secret, string]> {
  if (secret.length > 1024) return;
  const wasDecoded = "The configured secret was decoded, and the sender signs with its text in";
  yield [encode("base64", secret), `${wasDecoded} base64.`];
  yield [encode("base64", secret).replace(/=+$/, ""), `${wasDecoded} base64 without padding.`];
  yield [toUrlBase64(encode("base64", secret)), `${wasDecoded} the URL's base64.`];
  yield [encode("hex", secret), `${wasDecoded} hex.`];
  yield [encode("hex", secret).toUpperCase(), `${wasDecoded} upper-case hex.`];
  yield [PREFIX + encode("base64", secret), `${wasDecoded} base64, whsec_ included.`];
}

function toStandard(text: string): string {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return standard.padEnd(Math.ceil(standard.length / 4) * 4, "=");
}

function toUrlBase64(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
