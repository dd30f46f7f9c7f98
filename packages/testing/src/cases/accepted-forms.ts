import type { Provider } from "@flaghook/core";
import type { ProviderVector, ProviderVectors } from "../vectors.ts";
import type { ContractCase } from "./contract-case.ts";
import { lowerCased, toArrays, upperCased } from "./header-forms.ts";

const encoder = new TextEncoder();

/** Genuine deliveries, in every form in which a server hands them over. */
export function acceptedForms(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const { header } = provider.scheme;
  const { secret, body } = base;
  const bytes = encoder.encode(body);
  const expected = expectedOf(base);
  const form = (name: string, headers: unknown, received: unknown = body): ContractCase => ({
    name: `accepts ${name}`,
    delivery: { headers, body: received } as ContractCase["delivery"],
    options: { secret },
    expected,
  });

  return [
    ...vectors.genuine.map((vector) => ({
      name:
        typeof vector.expected === "string"
          ? `refuses ${vector.name} -> ${vector.expected}`
          : `accepts ${vector.name}`,
      delivery: { headers: vector.headers, body: vector.body },
      options: { secret: vector.secret },
      expected: expectedOf(vector),
    })),
    form("a Headers object", new Headers(base.headers)),
    form("a Map with names in any case", new Map(Object.entries(upperCased(base.headers)))),
    form("a list of pairs", Object.entries(base.headers)),
    form("header names in upper case", upperCased(base.headers)),
    form("arrays of one value, as headersDistinct gives", toArrays(base.headers)),
    form("an object without a prototype", Object.assign(Object.create(null), base.headers)),
    form("an absent second spelling", { ...lowerCased(base.headers), [header.toUpperCase()]: undefined }),
    form("bytes", base.headers, bytes),
    form("an ArrayBuffer", base.headers, bytes.slice().buffer),
    form("a view into a larger buffer", base.headers, viewInside(bytes)),
    ...(vectors.otherRealm === undefined
      ? []
      : [form("bytes of another realm", base.headers, vectors.otherRealm(bytes))]),
    {
      name: "accepts the second of two secrets and says so",
      delivery: { headers: base.headers, body },
      options: { secret: ["another secret", secret] },
      expected: { ...expected, secretIndex: 1 },
    },
    {
      name: "accepts a secret in bytes",
      delivery: { headers: base.headers, body },
      options: { secret: encoder.encode(secret) },
      expected,
    },
    {
      name: "accepts a body of exactly maxBodyBytes",
      delivery: { headers: base.headers, body },
      options: { secret, maxBodyBytes: bytes.byteLength },
      expected,
    },
  ];
}

function expectedOf({ expected }: ProviderVector): ContractCase["expected"] {
  return typeof expected === "string" ? { error: expected } : { ...expected };
}

function viewInside(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 16).fill(0x7b);
  larger.set(bytes, 9);
  return larger.subarray(9, 9 + bytes.length);
}
