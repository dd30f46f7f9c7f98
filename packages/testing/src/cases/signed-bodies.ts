import type { Provider, WebhookErrorCode } from "@flaghook/core";
import { signedDelivery } from "../signed-delivery.ts";
import type { ProviderVectors } from "../vectors.ts";
import { optionsOf, signingSecrets } from "./base-delivery.ts";
import type { ContractCase } from "./contract-case.ts";

/** Deep enough to overflow the stack of anything that would walk it level by level. */
const NESTED = "[".repeat(100_000) + "]".repeat(100_000);

/** Odd bodies under a signature that holds. */
export function signedBodies(provider: Provider, vectors: ProviderVectors): readonly ContractCase[] {
  const base = vectors.genuine[0]!;
  const { body, now } = base;
  const { signWith, verifyWith } = signingSecrets(vectors);
  if (typeof base.expected === "string") return [];
  const { type, name } = base.expected;
  const signed = (
    what: string,
    payload: unknown,
    expected: ContractCase["expected"],
    named = name,
  ): ContractCase => ({
    name: what,
    delivery: signedDelivery(provider, payload, {
      secret: signWith,
      name: named,
      ...(now !== undefined && { timestamp: now }),
    }),
    options: { ...optionsOf(base), secret: verifyWith },
    expected,
  });
  const accepted = (what: string, text: string): ContractCase =>
    signed(`accepts ${what}`, text, { type, name });
  const refused = (what: string, payload: unknown, code: WebhookErrorCode): ContractCase =>
    signed(`refuses ${what} -> ${code}`, payload, { error: code });

  return [
    accepted("fields it does not know", withFirst(body, '"flaghook_extra":{"nested":[1,null]}')),
    accepted("a field it does not know, nested deep", withFirst(body, `"flaghook_extra":${NESTED}`)),
    accepted("a signed __proto__ key", withFirst(body, '"__proto__":{"polluted":true}')),
    accepted("a constructor key", withFirst(body, '"constructor":{"prototype":{"polluted":true}}')),
    accepted("duplicate keys", withFirst(body, '"flaghook_extra":1,"flaghook_extra":2')),
    accepted("numbers over 2^53", withFirst(body, '"flaghook_extra":12345678901234567890')),
    accepted("replacement patterns in the body", withFirst(body, '"flaghook_extra":"$& $$ $1 $`"')),
    accepted("a signed byte order mark before the body", `\uFEFF${body}`),
    accepted("white space around the body", ` ${body}\n`),
    vectors.isBodyOptional === true
      ? signed("accepts a signed empty body", "", { payload: undefined })
      : refused("a signed empty body", "", "invalid-json"),
    refused("two signed byte order marks", `\uFEFF\uFEFF${body}`, "invalid-json"),
    refused("signed text that is not JSON", "this is a test", "invalid-json"),
    refused("signed bytes that are not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "invalid-json"),
    ...vectors.unrecognised.map((one) => {
      const what = `${one.name ?? ""} ${JSON.stringify(one.payload)?.slice(0, 60)}`.trim();
      return one.expected === "unknown"
        ? signed(`accepts ${what} as unknown`, one.payload, { type: "unknown" }, one.name)
        : signed(`refuses ${what} -> schema-mismatch`, one.payload, { error: "schema-mismatch" }, one.name);
    }),
  ];
}

/** The JSON object with further members at its front. */
function withFirst(body: string, members: string): string {
  return `{${members},${body.slice(body.indexOf("{") + 1)}`;
}
