import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { DeliveryInput, Provider } from "../../../src/index.ts";
import type { ExplainOptions } from "../../../src/explain.ts";
import { github, goff, hypertune, optimizely } from "./genuine.ts";

/** Whose deliveries are forged. */
export const providers: readonly Provider[] = [github, goff, hypertune, optimizely];

const LETTERS = Array.from('abcXYZ019 é<>&/\\"\n_%=+');
const DIGITS = Array.from("0123456789abcdef");

/** A forged delivery, and how somebody asks about it. */
export interface Forgery {
  readonly delivery: DeliveryInput;
  readonly options: ExplainOptions;
}

/** Mulberry32: the same forgeries in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * What somebody without the secret can send: any body, and a signature that is random or made with
 * a secret of his own.
 */
export function forge(provider: Provider, next: () => number): Forgery {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)]!;
  const word = (length: number): string => Array.from({ length }, () => pick(LETTERS)).join("");
  const value = JSON.stringify(
    { [word(3)]: word(8), b: [next(), next() > 0.5, null], 7: { "3": word(2) } },
    undefined,
    pick([0, 2, 4]),
  );
  const body = pick<() => string | Uint8Array>([
    () => value,
    () => `${value}\n`,
    () => `\ufeff${value}`,
    () => word(40),
    () => "",
    () => Buffer.from(value).toString("base64"),
    () => JSON.stringify(value),
    () => `payload=${encodeURIComponent(value)}`,
    () => `payload=${value}`,
    () => gzipSync(value),
    () => Buffer.from(value, "latin1"),
    () => JSON.stringify(Buffer.from(value)),
    () => value.slice(0, -2),
  ])();
  const { header, prefix = "", algorithm } = provider.scheme;
  const own = createHmac(algorithm as string, word(20))
    .update(body)
    .digest("hex");
  const noise = Array.from(own, () => pick(DIGITS)).join("");
  const digits = pick([own, noise]);
  const signature = pick([
    prefix + digits,
    prefix + digits,
    prefix + digits,
    prefix + digits.toUpperCase(),
    digits,
    `${prefix}${prefix}${digits}`,
    `${prefix}${digits}, ${prefix}${noise}`,
    prefix + Buffer.from(digits, "hex").toString("base64"),
    ` ${prefix}${digits}`,
  ]);
  const where = pick([header, header, header, "x-signature"]);
  const extra = pick([
    {},
    { "content-encoding": "gzip" },
    { timestamp: "1795242982000" },
    { "content-length": "7" },
  ]);
  const secret = pick([
    word(16),
    ` ${word(16)}\n`,
    `"${word(9)}"`,
    `whsec_${word(16)}`,
    Buffer.from(word(24)),
    "a1b2c3d4e5f6",
  ]);
  return {
    delivery: { headers: { "x-github-event": "push", ...extra, [where]: signature }, body },
    options: {
      secret,
      otherProviders: pick([[], providers]),
      otherSecrets: pick([{}, { OTHER: word(12), MORE: word(30) }]),
    },
  };
}
