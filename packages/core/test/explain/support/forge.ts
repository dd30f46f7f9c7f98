import { gzipSync } from "node:zlib";
import type { DeliveryInput, Provider } from "../../../src/index.ts";
import type { ExplainOptions } from "../../../src/explain.ts";
import { genuine } from "./genuine.ts";
import { ofOtherSchemes } from "./damaged-by-scheme.ts";

/** Whose deliveries are forged: every provider, of every kind of scheme. */
export const providers: readonly Provider[] = [...Object.values(genuine), ...ofOtherSchemes].map(
  ({ provider }) => provider,
);

const NOW = new Date(1_767_225_600_000);

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
  const digits = (length: number): string => Array.from({ length }, () => pick(DIGITS)).join("");
  const own = ownSecret(provider, pick, word, digits);
  const headers = provider.sign(body, { secret: own, name: "push", id: "msg_1", timestamp: NOW });
  const {
    header,
    encoding,
    prefix = "",
  } = provider.schemes.find((scheme) => scheme.header in headers)! as Written;
  const made = headers[header]!.slice(prefix.length);
  const noise =
    encoding === "base64" ? Buffer.from(digits(made.length)).toString("base64") : digits(made.length);
  const text = pick([made, noise]);
  const signature = pick([
    prefix + text,
    prefix + text,
    prefix + text,
    prefix + text.toUpperCase(),
    text,
    `${prefix}${prefix}${text}`,
    `${prefix}${text}, ${prefix}${noise}`,
    prefix + Buffer.from(text, encoding === "base64" ? "base64" : "hex").toString(pick(["base64", "hex"])),
    ` ${prefix}${text}`,
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
    ...inForm(provider, digits),
    ...inForm(provider, digits),
  ]);
  return {
    delivery: { headers: { ...headers, ...extra, [header]: undefined, [where]: signature }, body },
    options: {
      secret,
      now: () => NOW,
      otherProviders: pick([[], providers]),
      otherSecrets: pick([{}, { OTHER: word(12), MORE: word(30) }]),
    },
  };
}

/** The half of a scheme that says how its header is written. */
interface Written {
  readonly header: string;
  readonly encoding?: "hex" | "base64";
  readonly prefix?: string;
}

/** A secret that a forger makes up, in a form that he can sign with. */
function ownSecret(
  provider: Provider,
  pick: <Value>(values: readonly Value[]) => Value,
  word: (length: number) => string,
  digits: (length: number) => string,
): string {
  const [first] = provider.schemes;
  if (first!.kind === "token") return digits(20);
  if (first!.key === undefined) return word(20);
  return pick([`whsec_${btoa(digits(24))}`, `whsk_${btoa(digits(32))}`]);
}

/** Secrets in the form that the schemes of a provider ask for. */
function inForm(provider: Provider, digits: (length: number) => string): readonly string[] {
  return provider.schemes.flatMap((scheme) => {
    if (scheme.kind === "token" || scheme.key === undefined) return [];
    return [`${scheme.key.prefix ?? ""}${btoa(digits(scheme.privateKey === undefined ? 24 : 32))}`];
  });
}
