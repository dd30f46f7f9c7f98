import type { Provider } from "@flaghook/core";

/** Ways to damage a delivery, each of which a receiver has to refuse. */
export const TAMPERINGS = ["body", "signature", "secret", "header", "encoding"] as const;

/** One of {@link TAMPERINGS}. */
export type Tampering = (typeof TAMPERINGS)[number];

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The secret to sign with: that of the receiver, or another one in the same form. */
export function secretFor(tampering: Tampering | undefined, secret: string, { schemes }: Provider): string {
  if (tampering !== "secret") return secret;
  for (const { key } of schemes) {
    if (key?.prefix === undefined || !secret.startsWith(key.prefix)) continue;
    const bytes = Buffer.from(secret.slice(key.prefix.length), key.encoding);
    return key.prefix + Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(key.encoding);
  }
  return `not ${secret}`;
}

/** Damages a signed delivery. */
export function tamper(
  { headers, body }: Signed,
  tampering: Tampering | undefined,
  provider: Provider,
): Signed {
  const header = signatureHeader(headers, provider);
  switch (tampering) {
    case "body":
      return { headers, body: withOtherCharacter(body) };
    case "signature":
      return { headers: { ...headers, [header]: withOtherValue(headers[header] ?? "") }, body };
    case "header": {
      const others = Object.entries(headers).filter(([name]) => name !== header);
      return { headers: { ...Object.fromEntries(others), [`${header}-old`]: headers[header] ?? "" }, body };
    }
    case "encoding":
      return { headers, body: printedAgain(body) };
    default:
      return { headers, body };
  }
}

/** The header of the scheme that the secret belongs to, where a provider has several. */
function signatureHeader(headers: Signed["headers"], { scheme, schemes }: Provider): string {
  return (schemes.find((one) => headers[one.header] !== undefined) ?? scheme).header;
}

/** Changes the last letter or digit. */
function withOtherCharacter(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const index = changed.findLastIndex((byte) => /[0-9A-Za-z]/.test(String.fromCharCode(byte)));
  if (index < 0) return Buffer.concat([changed, Buffer.from("1")]);
  changed[index] = changed[index] === 0x31 ? 0x32 : 0x31;
  return changed;
}

// Changes the first letter or digit of the last value: the last one of base64 can hold bits that must be zero.
function withOtherValue(signature: string): string {
  const first = /[0-9A-Za-z](?=[0-9A-Za-z+/]*=*$)/;
  return signature.replace(first, (character) => (character === "0" ? "1" : "0"));
}

/** The same payload in other bytes, as after a proxy that parses JSON and prints it again. */
function printedAgain(body: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString("utf8")), null, 2));
  } catch {
    return Buffer.concat([body, Buffer.from("\n")]); // no JSON: a line break, as editors add it
  }
}
