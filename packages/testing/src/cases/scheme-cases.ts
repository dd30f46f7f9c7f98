import type { Provider, WebhookErrorCode } from "@flaghook/core";
import type { ProviderVectors } from "../vectors.ts";
import { optionsOf, schemeOf } from "./base-delivery.ts";
import type { ContractCase } from "./contract-case.ts";
import { appended, lowerCased, toArrays, upperCased } from "./header-forms.ts";

const encoder = new TextEncoder();

const DAY_MS = 86_400_000;

/** Deliveries of a scheme of any kind: in every form of a server, and with one thing wrong. */
export function schemeCases(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const scheme = schemeOf(provider, vectors);
  const { header } = scheme;
  const { body } = base;
  const options = optionsOf(base);
  const headers = lowerCased(base.headers);
  const bytes = encoder.encode(body);
  const expected = typeof base.expected === "string" ? { error: base.expected } : { ...base.expected };
  const otherSecret = vectors.otherSecret ?? "another secret";

  const form = (name: string, given: unknown, received: unknown = body): ContractCase => ({
    name: `accepts ${name}`,
    delivery: { headers: given, body: received } as ContractCase["delivery"],
    options,
    expected,
  });
  const refusal = (
    name: string,
    code: WebhookErrorCode | "TypeError",
    change: { headers?: unknown; body?: unknown; options?: ContractCase["options"] },
  ): ContractCase => ({
    name: `refuses ${name} -> ${code}`,
    delivery: { headers, body, ...change } as ContractCase["delivery"],
    options: change.options ?? options,
    expected: { error: code },
  });
  /** Each header that verifying needs, one at a time. */
  const needed = [header, scheme.id?.header, scheme.timestamp?.header].filter((name) => name !== undefined);

  return [
    ...vectors.genuine.map((vector) => ({
      name: typeof vector.expected === "string" ? `refuses ${vector.name}` : `accepts ${vector.name}`,
      delivery: { headers: vector.headers, body: vector.body },
      options: optionsOf(vector),
      expected: typeof vector.expected === "string" ? { error: vector.expected } : { ...vector.expected },
    })),
    form("a Headers object", new Headers(base.headers)),
    form("a Map with names in any case", new Map(Object.entries(upperCased(base.headers)))),
    form("a list of pairs", Object.entries(base.headers)),
    form("header names in upper case", upperCased(base.headers)),
    form("arrays of one value, as headersDistinct gives", toArrays(base.headers)),
    form("an object without a prototype", Object.assign(Object.create(null), base.headers)),
    form("bytes", base.headers, bytes),
    form("an ArrayBuffer", base.headers, bytes.slice().buffer),
    ...(vectors.otherRealm ? [form("bytes of another realm", base.headers, vectors.otherRealm(bytes))] : []),
    {
      ...form("the second of two secrets and says so", base.headers),
      options: { ...options, secret: [otherSecret, base.secret] },
      expected: { ...expected, secretIndex: 1 },
    },
    ...needed.flatMap((name) => {
      const { [name]: value = "", ...others } = headers;
      const malformed = (what: string, given: unknown): ContractCase =>
        refusal(`${name} ${what}`, "malformed-signature", { headers: given });
      return [
        refusal(`no ${name}`, "missing-signature", { headers: others }),
        refusal(`${name} that only the prototype has`, "missing-signature", {
          headers: Object.assign(Object.create({ [name]: value }), others),
        }),
        malformed("in two spellings", { ...headers, [name.toUpperCase()]: value }),
        malformed("in an array of two", { ...headers, [name]: [value, value] }),
        malformed("in two pairs", [...Object.entries(headers), [name, value]]),
        malformed("in two lines", appended(headers, name, value)),
        malformed("joined by a comma", { ...headers, [name]: `${value}, ${value}` }),
        malformed("that is a number", { ...headers, [name]: 42 }),
      ];
    }),
    ...(scheme.timestamp === undefined || base.now === undefined
      ? []
      : [-DAY_MS, DAY_MS].map((offset) =>
          refusal(`a time ${offset > 0 ? "long ago" : "to come"}`, "stale-timestamp", {
            options: { ...options, now: () => new Date(Number(base.now) + offset) },
          }),
        )),
    refusal("another secret", "signature-mismatch", { options: { ...options, secret: otherSecret } }),
    ...(scheme.kind === "token"
      ? []
      : [
          refusal("a body with a newline behind it", "signature-mismatch", { body: `${body}\n` }),
          refusal("an empty body", "signature-mismatch", { body: "" }),
        ]),
    refusal("a parsed body", "body-not-raw", { body: JSON.parse(body) }),
    refusal("a stream", "body-not-raw", { body: new ReadableStream() }),
    refusal("no body", "body-not-raw", { body: undefined }),
    refusal("a body one byte over the limit", "body-too-large", {
      options: { ...options, maxBodyBytes: bytes.length - 1 },
    }),
    refusal("headers that are a number", "TypeError", { headers: 42 }),
    refusal("Node's flat rawHeaders", "TypeError", { headers: Object.entries(headers).flat() }),
  ];
}
