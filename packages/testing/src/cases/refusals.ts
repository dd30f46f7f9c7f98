import type { Provider, WebhookErrorCode } from "@flaghook/core";
import type { ProviderVectors } from "../vectors.ts";
import type { ContractCase } from "./contract-case.ts";
import { appended, lowerCased } from "./header-forms.ts";

const encoder = new TextEncoder();

/** One change each to a genuine delivery, and the code that it must give. */
export function refusals(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const { header, prefix = "" } = provider.scheme;
  const { secret, body } = base;
  const headers = lowerCased(base.headers);
  const signature = headers[header]!;
  const { [header]: _signature, ...unsigned } = headers;
  const hex = signature.slice(prefix.length);

  const refusal = (
    name: string,
    code: WebhookErrorCode | "TypeError",
    change: { headers?: unknown; body?: unknown; options?: ContractCase["options"] },
  ): ContractCase => ({
    name: `refuses ${name} -> ${code}`,
    delivery: { headers, body, ...change } as ContractCase["delivery"],
    options: change.options ?? { secret },
    expected: { error: code },
  });
  const signedAs = (name: string, value: unknown): ContractCase =>
    refusal(name, "malformed-signature", { headers: { ...unsigned, [header]: value } });

  return [
    refusal("a missing signature", "missing-signature", { headers: unsigned }),
    refusal("a signature that only the prototype has", "missing-signature", {
      headers: Object.create(headers),
    }),
    refusal("an undefined signature", "missing-signature", { headers: { ...unsigned, [header]: undefined } }),
    refusal("an empty array of signatures", "missing-signature", { headers: { ...unsigned, [header]: [] } }),
    refusal("the signature under another name", "missing-signature", {
      headers: { ...unsigned, [`${header}-2`]: signature },
    }),
    signedAs("an empty signature", ""),
    signedAs("two signatures joined by a comma", `${signature}, ${signature}`),
    signedAs("two signatures joined without a space", `${signature},${signature}`),
    signedAs("an array of two signatures", [signature, signature]),
    signedAs("a signature that is a number", 42),
    refusal("two spellings of the header", "malformed-signature", {
      headers: { ...headers, [header.toUpperCase()]: signature },
    }),
    refusal("two header lines, as pairs", "malformed-signature", {
      headers: [...Object.entries(headers), [header, signature]],
    }),
    refusal("two header lines, in Headers", "malformed-signature", {
      headers: appended(headers, header, signature),
    }),
    signedAs("the signature without its prefix or with another", prefix === "" ? `sha256=${hex}` : hex),
    signedAs("another algorithm's prefix", `md5=${hex}`),
    signedAs("a doubled prefix", `${prefix === "" ? "=" : prefix}${signature}`),
    signedAs("a prefix in upper case or alone", prefix === "" ? "=" : prefix.toUpperCase() + hex),
    signedAs("a signature one digit short", prefix + hex.slice(1)),
    signedAs("a signature one byte short", prefix + hex.slice(2)),
    signedAs("a signature one byte long", `${signature}00`),
    signedAs("a signature with white space around it", ` ${signature} `),
    signedAs("a signature with a newline behind it", `${signature}\n`),
    signedAs("a digit that is not hex", `${prefix}g${hex.slice(1)}`),
    signedAs("hex in upper case", prefix + "ABCDEF".repeat(20).slice(0, hex.length)),
    signedAs("a signature of as many non-ASCII characters", prefix + "é".repeat(hex.length)),
    signedAs("a signature of as many characters beyond latin1", prefix + "ａ".repeat(hex.length)),
    ...Array.from({ length: hex.length / 2 }, (_, index) =>
      refusal(`one bit flipped in byte ${index} of the signature`, "signature-mismatch", {
        headers: { ...unsigned, [header]: prefix + flipBit(hex, index) },
      }),
    ),
    refusal("another secret", "signature-mismatch", { options: { secret: `${secret}x` } }),
    refusal("a secret with white space behind it", "signature-mismatch", {
      options: { secret: `${secret}\n` },
    }),
    refusal("a body changed in one byte", "signature-mismatch", { body: flipLastByte(body) }),
    refusal("a body with a newline behind it", "signature-mismatch", { body: `${body}\n` }),
    refusal("a body with a byte order mark before it", "signature-mismatch", { body: `\uFEFF${body}` }),
    refusal("a body that was parsed and serialised again", "signature-mismatch", {
      body: JSON.stringify(JSON.parse(body), null, 3),
    }),
    refusal("an empty body", "signature-mismatch", { body: "" }),
    ...(vectors.altered ?? []).map((altered) => {
      const of = vectors.genuine.find((vector) => vector.name === altered.of);
      if (of === undefined) throw new TypeError(`altered: no genuine vector is named ${altered.of}.`);
      return {
        ...refusal(altered.name, "signature-mismatch", { options: { secret: of.secret } }),
        delivery: { headers: of.headers, body: altered.body },
      };
    }),
    refusal("a parsed body", "body-not-raw", { body: JSON.parse(body) }),
    refusal("a parsed body of another realm or none", "body-not-raw", { body: Object.create(null) }),
    refusal("an array of numbers", "body-not-raw", { body: [...encoder.encode(body)] }),
    refusal("a stream", "body-not-raw", { body: new ReadableStream() }),
    refusal("no body", "body-not-raw", { body: undefined }),
    refusal("a null body", "body-not-raw", { body: null }),
    refusal("a body one byte over the limit", "body-too-large", {
      options: { secret, maxBodyBytes: encoder.encode(body).length - 1 },
    }),
    refusal("headers that are a number", "TypeError", { headers: 42 }),
    refusal("no headers", "TypeError", { headers: undefined }),
    refusal("Node's flat rawHeaders", "TypeError", { headers: Object.entries(headers).flat() }),
  ];
}

function flipBit(hex: string, index: number): string {
  const flipped = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16) ^ (1 << (index % 8));
  return hex.slice(0, index * 2) + flipped.toString(16).padStart(2, "0") + hex.slice(index * 2 + 2);
}

function flipLastByte(body: string): Uint8Array {
  const bytes = encoder.encode(body);
  bytes[bytes.length - 1]! ^= 1;
  return bytes;
}
