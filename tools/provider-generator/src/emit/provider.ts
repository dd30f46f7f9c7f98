import type { ProviderFacts } from "../read-provider.ts";
import type { ProviderObject } from "../provider-object.ts";
import {
  docblock,
  HEADER,
  misuseOf,
  privateKeyOf,
  secretOf,
  sentence,
  signatureExample,
  signatureThrows,
  verifyThrows,
} from "./docblocks.ts";

/** provider.ts: the provider objects, and the functions of the main one that users call. */
export function emitProvider({ main, others }: ProviderFacts): string {
  const objects = [main, ...others];
  const functions = objects.flatMap(({ createProvider, providerParts }) => [
    createProvider,
    ...providerParts.imports,
  ]);
  const imported = [...new Set(functions)].toSorted();
  const definitions = objects.map(({ definitionName }) => definitionName).toSorted();
  const events = objects.map(({ Event }) => Event).toSorted();
  const { id, constant, title, Event } = main;
  return `${HEADER}import {
  ${imported.join(", ")}, type BodyInput, type DeliveryInput, type Provider, type SafeVerifyResult, type SignOptions, type VerifyOptions } from "@flaghook/core";
import { ${definitions.join(", ")} } from "./definition.ts";
import type { ${events.join(", ")} } from "./types.ts";

${objects.map(emitObject).join("\n")}
${docblock(
  `Verifies a delivery of ${title} and gives its event.`,
  "",
  "It does not know whether the delivery came before: drop repeats by `dedupeKey`, or use the inbox. README says what the key is worth for each event.",
  "",
  ...verifyThrows(main),
  "",
  "@example",
  "```ts",
  `import { verify, WebhookError, type ${Event} } from "@flaghook/${id}";`,
  "",
  `export function read(headers: Headers, body: Uint8Array): ${Event} | undefined {`,
  "  try {",
  `    return verify({ headers, body }, { secret: ${secretOf(main)} });`,
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
  `  const secret = ${secretOf(main)};`,
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
  `${main.isToken ? "Compares the token" : "Verifies the signature"} alone, like \`verifySignature\` of \`@flaghook/${id}/signature\` does, which loads less.`,
  "",
  ...signatureThrows(main),
  misuseOf(main),
  "",
  ...signatureExample(main, `@flaghook/${id}`),
)}
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  ${constant}.verifySignature(delivery, options);
}

${docblock(
  `The headers that ${title} would send with this body, for tests and replays.`,
  ...privateKeyOf(main),
  "",
  "@throws {TypeError} when the secret is empty or an option is unknown",
  "",
  "@example",
  "```ts",
  'import { readFile } from "node:fs/promises";',
  `import { sign } from "@flaghook/${id}";`,
  "",
  'const body = await readFile("delivery.json");',
  ...(isAnyText(main) ? [] : [`const secret = ${secretOf(main)};`]),
  `const headers = sign(body, { ${isAnyText(main) ? 'secret: "test"' : "secret"}${nameOption(main)} });`,
  `await fetch("http://localhost:3000/${id}", { method: "POST", body, headers });`,
  "```",
)}
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return ${constant}.sign(body, options);
}
`;
}

function emitObject(object: ProviderObject): string {
  const { constant, title, Event, createProvider, definitionName, prose, providerParts } = object;
  return `${docblock(
    `${sentence(title)} as a provider, for adapters, the inbox, the CLI and the testing package.`,
    "",
    factsOf(object).join(" "),
    ...prose.flatMap((paragraph) => ["", paragraph]),
  )}
export const ${constant}: Provider<${Event}> = /* @__PURE__ */ ${createProvider}<${Event}>(${definitionName}${providerParts.argument});
`;
}

function factsOf(object: ProviderObject): readonly string[] {
  const { provider, definition, schemes, isToken, title } = object;
  const hasToken = schemes.some(({ kind }) => kind === "token");
  return [
    `The \`dedupeKey\` of what ${title} sends is ${identityOf(object)}.`,
    ...(isToken
      ? ["It signs nothing and sends the secret itself: that proves the caller, and not the body."]
      : []),
    ...(schemes.length > 1 ? ["The configured secrets say which of its schemes are enabled."] : []),
    ...(hasToken && !isToken
      ? ["A token proves the caller, and not the body: use a signing key where you can."]
      : []),
    ...(isToken ? [] : [timeOf(object)]),
    ...(provider.methods === undefined ? [] : [`It sends with ${provider.methods.join(", ")}.`]),
    ...(definition.isBodyOptional === true ? ["A delivery without a body has `payload: undefined`."] : []),
    ...(provider.handshake === undefined
      ? []
      : ["It checks a URL with an unsigned request, to which `handshake` and the adapters respond."]),
  ];
}

function identityOf({ provider, definition, isToken }: ProviderObject): string {
  const kinds = new Set(Object.values(provider.events).map(({ dedupe }) => dedupe.kind));
  if (kinds.size > 1) return "an identity for some events, a digest for the others";
  const isIdentity = kinds.has("identity") || (kinds.size === 0 && definition.eventId?.isIdentity === true);
  if (!isIdentity) return "a digest of the body";
  return isToken ? "an identity in the payload" : "an identity that it signed";
}

function timeOf({ schemes }: ProviderObject): string {
  return schemes.every(({ timestamp }) => timestamp === undefined)
    ? "It signs no time, so an old delivery stays genuine."
    : "It signs a time: an old delivery is refused.";
}

/** Whether any text is a secret. We cannot make up an encoded key. */
function isAnyText({ schemes }: ProviderObject): boolean {
  return schemes[0]!.key === undefined;
}

function nameOption({ provider }: ProviderObject): string {
  const { eventName, events } = provider;
  return typeof eventName === "object" && "header" in eventName
    ? `, name: ${JSON.stringify(Object.keys(events)[0])}`
    : "";
}
