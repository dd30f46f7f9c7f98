import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Verifiers written from providers' own documentation pages alone, over raw bytes, without any of
 * our code. True when a page's rules accept the delivery.
 */
export type ReferenceReceiver = (
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
) => boolean;

/**
 * The digest in hexadecimal of the raw body, in a header of its own.
 *
 * @see https://docs.hypertune.com/integrations/webhooks/handling-webhooks (checked 2026-11-21)
 */
export const hypertunePage: ReferenceReceiver = (headers, body, secret) =>
  isSame(headers["x-hypertune-signature"], hmac("sha256", secret, body));

/**
 * SHA-1 with the prefix `sha1=`, over the payload.
 *
 * @see https://docs.developers.optimizely.com/full-stack-experimentation/docs/create-webhooks
 *   (checked 2026-11-21)
 */
export const optimizelyPage: ReferenceReceiver = (headers, body, secret) =>
  isSame(headers["x-hub-signature"], `sha1=${hmac("sha1", secret, body)}`);

/** The GitHub-like form: SHA-256 with the prefix `sha256=`, which GO Feature Flag sends as well. */
export const githubLikePage: ReferenceReceiver = (headers, body, secret) =>
  isSame(headers["x-hub-signature-256"], `sha256=${hmac("sha256", secret, body)}`);

function hmac(algorithm: "sha1" | "sha256", secret: string, body: Uint8Array): string {
  return createHmac(algorithm, secret).update(body).digest("hex");
}

function isSame(given: string | undefined, expected: string): boolean {
  const [left, right] = [Buffer.from(given ?? ""), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
