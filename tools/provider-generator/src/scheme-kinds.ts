import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";

/** A kind of scheme that a new provider can begin with. */
export interface SchemeKind {
  /** For whoever chooses. */
  readonly says: string;
  /** The text of scheme.ts under the docblock, and what it imports. */
  readonly code: (id: string) => { readonly imports: string; readonly scheme: string };
  /** The docblock's first paragraph. */
  readonly doc: string;
  /** A delivery that another implementation than ours signed. */
  readonly deliver: (id: string, body: string) => SignedDelivery;
}

/** What a vector says of a delivery. */
export interface SignedDelivery {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The signed time, in seconds. */
  readonly seconds?: number;
  /** Further fields of the vectors, as text. */
  readonly further?: string;
}

const KEY = "0123456789abcdef01234567";
const OTHER_KEY = "76543210fedcba9876543210";
const ID = "msg_1";
const SECONDS = 1_767_225_600;

const SIGNATURE = 'import type { SignatureScheme } from "@flaghook/core/signature";';

const webhookHeaders = `header: "webhook-signature",
  algorithm: "sha256",
  encoding: "base64",
  prefix: "v1,",
  separator: " ",
  id: { header: "webhook-id" },
  timestamp: { header: "webhook-timestamp" },
  signs: ["id", { text: "." }, "timestamp", { text: "." }, "body"],
  key: { encoding: "base64", prefix: "whsec_" },`;

/** Every kind, by the word that `--scheme` takes. */
export const schemeKinds: Readonly<Record<string, SchemeKind>> = {
  hex: {
    says: "one HMAC of the body, in hex",
    doc: "HMAC-SHA-256 of the raw body, as bare lower-case hex.",
    code: (id) => signatureScheme(`header: "x-${id}-signature", algorithm: "sha256", encoding: "hex"`),
    deliver: (id, body) => ({
      secret: "secret",
      headers: { [`x-${id}-signature`]: hmac("secret", body, "hex") },
    }),
  },
  base64: {
    says: "one HMAC of the body, in base64",
    doc: "HMAC-SHA-256 of the raw body, in padded base64.",
    code: (id) => signatureScheme(`header: "x-${id}-signature", algorithm: "sha256", encoding: "base64"`),
    deliver: (id, body) => ({
      secret: "secret",
      headers: { [`x-${id}-signature`]: hmac("secret", body, "base64") },
    }),
  },
  timestamp: {
    says: "an HMAC of the time and the body",
    doc: "HMAC-SHA-256 of the time in seconds, a full stop and the raw body, as bare lower-case hex.",
    code: (id) =>
      signatureScheme(`header: "x-${id}-signature", algorithm: "sha256", encoding: "hex",
  timestamp: { header: "x-${id}-timestamp" },
  signs: ["timestamp", { text: "." }, "body"]`),
    deliver: (id, body) => ({
      secret: "secret",
      seconds: SECONDS,
      headers: {
        [`x-${id}-timestamp`]: String(SECONDS),
        [`x-${id}-signature`]: hmac("secret", `${SECONDS}.${body}`, "hex"),
      },
    }),
  },
  "standard-webhooks": {
    says: "v1 of Standard Webhooks: an id, a time, and several signatures in a header",
    doc: "HMAC-SHA-256 of the id, the time and the raw body, in a list of signatures.",
    code: () => signatureScheme(webhookHeaders),
    deliver: (_id, body) => standardWebhook(body),
  },
  ed25519: {
    says: "ed25519, by a pair of keys",
    doc: "Ed25519 of the raw body, in padded base64. The secret is the public key, in hex.",
    code: (id) => {
      const { imports, scheme } =
        signatureScheme(`header: "x-${id}-signature", algorithm: ed25519, encoding: "base64",
  key: { encoding: "hex", minBytes: 32 },
  privateKey: { encoding: "hex", minBytes: 32 }`);
      return { imports: `import { ed25519 } from "@flaghook/core/ed25519";\n${imports}`, scheme };
    },
    deliver: (id, body) => {
      const { privateKey, publicKey, otherKey, sign: signed } = keyPair();
      return {
        secret: publicKey,
        headers: { [`x-${id}-signature`]: signed(body) },
        further: `otherSecret: "${otherKey}",\n  keyPair: { privateKey: "${privateKey}", publicKey: "${publicKey}" },`,
      };
    },
  },
  token: {
    says: "no signature: the secret itself in a header",
    doc: "A token: it proves the caller, and not the body.",
    code: (id) => ({
      imports: 'import type { TokenScheme } from "@flaghook/core/signature";',
      scheme: `export const scheme: TokenScheme = { kind: "token", header: "x-${id}-token" };`,
    }),
    deliver: (id) => ({ secret: "secret", headers: { [`x-${id}-token`]: "secret" } }),
  },
  several: {
    says: "a signing key, as standard-webhooks has it, or else a token",
    doc: "With a signing key `whsec_…`, v1 of Standard Webhooks; else a token. The secret says which.",
    code: (id) => ({
      imports: 'import type { Scheme } from "@flaghook/core/signature";',
      scheme: `export const scheme: readonly Scheme[] = [
  { ${webhookHeaders} },
  { kind: "token", header: "x-${id}-token" },
];`,
    }),
    deliver: (_id, body) => standardWebhook(body),
  },
};

function signatureScheme(fields: string): ReturnType<SchemeKind["code"]> {
  return { imports: SIGNATURE, scheme: `export const scheme: SignatureScheme = { ${fields} };` };
}

function standardWebhook(body: string): SignedDelivery {
  return {
    secret: `whsec_${btoa(KEY)}`,
    seconds: SECONDS,
    headers: {
      "webhook-id": ID,
      "webhook-timestamp": String(SECONDS),
      "webhook-signature": `v1,${hmac(KEY, `${ID}.${SECONDS}.${body}`, "base64")}`,
    },
    further: `otherSecret: "whsec_${btoa(OTHER_KEY)}",`,
  };
}

function hmac(secret: string, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", secret).update(text).digest(encoding);
}

/** A pair of keys, the same each time, and another public key. */
function keyPair() {
  const [seed, otherSeed] = ["01", "02"].map((byte) => byte.repeat(32)) as [string, string];
  const privateKey = privateKeyOf(seed);
  return {
    privateKey: seed,
    publicKey: publicKeyOf(privateKey),
    otherKey: publicKeyOf(privateKeyOf(otherSeed)),
    sign: (body: string): string => sign(null, Buffer.from(body), privateKey).toString("base64"),
  };
}

/** What PKCS #8 writes before the 32 bytes of a private key. */
const PKCS8 = "302e020100300506032b657004220420";

function privateKeyOf(seed: string) {
  return createPrivateKey({ key: Buffer.from(PKCS8 + seed, "hex"), format: "der", type: "pkcs8" });
}

function publicKeyOf(privateKey: ReturnType<typeof privateKeyOf>): string {
  return createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
}
