import type { ProviderFacts } from "../read-provider.ts";
import {
  docblock,
  HEADER,
  MISUSE,
  secretOf,
  signatureExample,
  signatureThrows,
  verifyThrows,
} from "./docblocks.ts";

/** provider.ts: the provider object, and the functions that users call. */
export function emitProvider(facts: ProviderFacts): string {
  const { id, constant, prefix, title, isHex } = facts;
  const create = isHex ? "createHexProvider" : "defineProvider";
  const Event = `${prefix}Event`;
  return `${HEADER}import {
  ${create}, type BodyInput, type DeliveryInput, type Provider, type SafeVerifyResult, type SignOptions, type VerifyOptions } from "@flaghook/core";
import { definition } from "./definition.ts";
import type { ${Event} } from "./types.ts";

${docblock(`${title} as a provider, for adapters, the inbox, the CLI and the testing package.`, "", identityOf(facts))}
export const ${constant}: Provider<${Event}> = /* @__PURE__ */ ${create}<${Event}>(definition);

${docblock(
  `Verifies a delivery of ${title} and gives its event.`,
  "",
  "It does not know whether the delivery came before: drop repeats by `dedupeKey`, or use the inbox. README says what the key is worth for each event.",
  "",
  ...verifyThrows(facts),
  "",
  "@example",
  "```ts",
  `import { verify, WebhookError, type ${Event} } from "@flaghook/${id}";`,
  "",
  `export function read(headers: Headers, body: Uint8Array): ${Event} | undefined {`,
  "  try {",
  `    return verify({ headers, body }, { secret: ${secretOf(facts)} });`,
  "  } catch (error) {",
  "    if (!WebhookError.is(error)) throw error; // our own mistake",
  "    console.warn(error.message); // says what to change",
  "    return undefined;",
  "  }",
  "}",
  "```",
)}
export function verify(delivery: DeliveryInput, options: VerifyOptions): ${Event} {
  return ${constant}.verify(delivery, options);
}

${docblock(
  "Like {@link verify}, but gives a WebhookError in the result and throws none.",
  "",
  "@throws {TypeError} when an option is wrong: no delivery is at fault",
  "",
  "@example",
  "```ts",
  `import { safeVerify } from "@flaghook/${id}";`,
  "",
  "export async function POST(request: Request): Promise<Response> {",
  "  const body = new Uint8Array(await request.arrayBuffer());",
  `  const secret = ${secretOf(facts)};`,
  "  const result = safeVerify({ headers: request.headers, body }, { secret });",
  "  if (!result.ok) return new Response(result.error.code, { status: result.error.status });",
  "  console.log(result.event.name);",
  "  return new Response(null, { status: 204 });",
  "}",
  "```",
)}
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<${Event}> {
  return ${constant}.safeVerify(delivery, options);
}

${docblock(
  `Verifies the signature alone, like \`verifySignature\` of \`@flaghook/${id}/signature\` does, which loads less.`,
  "",
  ...signatureThrows(facts),
  MISUSE,
  "",
  ...signatureExample(facts, `@flaghook/${id}`),
)}
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  ${constant}.verifySignature(delivery, options);
}

${docblock(
  `The headers that ${title} would send with this body, for tests and replays.`,
  "",
  "@throws {TypeError} when the secret is empty or an option is unknown",
  "",
  "@example",
  "```ts",
  'import { readFile } from "node:fs/promises";',
  `import { sign } from "@flaghook/${id}";`,
  "",
  'const body = await readFile("delivery.json");',
  `const headers = sign(body, { secret: "test"${nameOption(facts)} });`,
  `await fetch("http://localhost:3000/webhooks/${id}", { method: "POST", body, headers });`,
  "```",
)}
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return ${constant}.sign(body, options);
}
`;
}

function identityOf({ provider, scheme, title }: ProviderFacts): string {
  const kinds = new Set(Object.values(provider.events).map(({ dedupe }) => dedupe.kind));
  const key =
    kinds.size > 1
      ? "an identity for some events, a digest for the others"
      : kinds.has("identity")
        ? "an identity that it signed"
        : "a digest of the body";
  const time =
    scheme.timestamp === undefined
      ? "It signs no time, so an old delivery stays genuine."
      : "It signs a time: an old delivery is refused.";
  return `The \`dedupeKey\` of what ${title} sends is ${key}. ${time}`;
}

function nameOption({ provider }: ProviderFacts): string {
  const { eventName, events } = provider;
  return typeof eventName === "object" && "header" in eventName
    ? `, name: ${JSON.stringify(Object.keys(events)[0])}`
    : "";
}
