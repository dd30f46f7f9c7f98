import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constantOf, root, typePrefixOf } from "../../workspace/workspace.ts";
import { schemeKinds } from "./scheme-kinds.ts";

/** Facts about a new provider. */
export interface NewProvider {
  readonly id: string;
  /** Today, for facts: `2026-11-21`. */
  readonly date: string;
  /** How it signs: one of `schemeKinds`. */
  readonly scheme: string;
}

const SAMPLE = `${JSON.stringify(
  {
    event: "thing.changed",
    source: "made up with the folder",
    payload: { id: "evt_1", type: "thing.changed", thing: { key: "a" } },
  },
  null,
  2,
)}\n`;
const BODY = '{"id":"evt_1","type":"thing.changed","thing":{"key":"a"}}';

/**
 * The files of a new provider that are written by hand from then on, by their path in its folder.
 * They verify a made-up event, so that every test runs before the first fact is in.
 */
export function templateFiles({ id, date, scheme }: NewProvider): ReadonlyMap<string, string> {
  const [constant, prefix] = [constantOf(id), typePrefixOf(id)];
  const kind = schemeKinds[scheme]!;
  const code = kind.code(id);
  const { secret, headers, seconds, further = "" } = kind.deliver(id, BODY);
  const signed = seconds === undefined ? "" : `now: new Date(${seconds * 1000}),`;
  return new Map([
    ["package.json", manifestOf(id, scheme)],
    ["tsconfig.build.json", '{ "extends": "../../tools/tsconfig.build.json" }\n'],
    ["README.md", readmeOf(id, constant, prefix, scheme)],
    [
      "src/scheme.ts",
      `${code.imports}

/**
 * ${kind.doc}
 *
 * @see https://example.com/${id}/webhooks (checked ${date})
 */
${code.scheme}
`,
    ],
    [
      "src/types.ts",
      `import type { EventBase } from "@flaghook/core";

/** An event of ${prefix}. Narrow on \`type\`. */
export type ${prefix}Event = ThingChangedEvent | ${prefix}UnknownEvent;

/** Common to every ${prefix} event. */
export interface ${prefix}EventBase extends EventBase {
  readonly provider: "${id}";
}

/** A thing changed. */
export interface ThingChangedEvent extends ${prefix}EventBase {
  readonly type: "thing.changed";
  readonly name: "thing.changed";
  readonly payload: ThingChangedPayload;
}

/** A signed event of a name that the documentation does not list. */
export interface ${prefix}UnknownEvent extends ${prefix}EventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The payload of a change. Only what a handler needs is required.
 *
 * @see https://example.com/${id}/webhooks (checked ${date})
 */
export interface ThingChangedPayload {
  /** Never empty; the event's identity. */
  readonly id: string;
  readonly type: "thing.changed";
  readonly thing: {
    readonly key: string;
    readonly name?: string | null | undefined;
  };
}
`,
    ],
    [
      "src/shapes.ts",
      `import { literal, nonEmptyString, nullish, object, string } from "@flaghook/core/shape";

/** A \`ThingChangedPayload\`. */
export const thingChangedShape = object({
  id: nonEmptyString,
  type: literal("thing.changed"),
  thing: object({ key: string, name: nullish(string) }),
});
`,
    ],
    [
      "src/definition.ts",
      `import type { ProviderDefinition } from "@flaghook/core";
import { checkOf } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import { thingChangedShape } from "./shapes.ts";

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  id: "${id}",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: { "thing.changed": { validator: checkOf(thingChangedShape) } },
};
`,
    ],
    [
      "src/changes.ts",
      `import type { FlagChange } from "@flaghook/core";
import type { ${prefix}Event } from "./types.ts";

/**
 * The changes of an event. An unknown event has none.
 *
 * @example
 * \`\`\`ts
 * import { flagChanges, type ${prefix}Event } from "@flaghook/${id}";
 *
 * export function report(event: ${prefix}Event): string[] {
 *   return flagChanges(event).map(({ subject, action }) => \`\${subject?.key}: \${action}\`);
 * }
 * \`\`\`
 */
export function flagChanges(event: ${prefix}Event): readonly FlagChange[] {
  if (event.type !== "thing.changed") return [];
  const { key } = event.payload.thing;
  return [
    {
      id: \`\${event.dedupeKey}#0\`,
      provider: "${id}",
      grain: "flag",
      resource: "flag",
      action: "updated",
      rawAction: event.name,
      subject: { key },
    },
  ];
}
`,
    ],
    ["test/samples/thing.changed.json", SAMPLE],
    [
      "test/vectors.ts",
      `import type { ProviderVectors } from "@flaghook/testing";

/** Made up with the folder: put a delivery from outside our code in its place. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a changed thing",
      source: "derived, signed with node:crypto (${date})",
      secret: "${secret}",
      body: '${BODY}',
      headers: ${JSON.stringify(headers)},
      ${signed}
      expected: { type: "thing.changed", name: "thing.changed", id: "evt_1", dedupeKey: "evt_1" },
    },
  ],
  ${further}
  unrecognised: [
    { payload: { id: "a", type: "thing.moved" }, expected: "unknown" },
    { payload: { id: "a", type: "constructor" }, expected: "unknown" },
    { payload: { id: "a" }, expected: "schema-mismatch" },
    { payload: [], expected: "schema-mismatch" },
    { payload: null, expected: "schema-mismatch" },
  ],
};
`,
    ],
    [
      "test/contract.test.ts",
      `import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { ${constant} } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(${constant}, { ...vectors, otherRealm }, { test, expect });
`,
    ],
    [
      "test/changes.test.ts",
      `import { expect, test } from "vitest";
import { flagChanges, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

test("gives a changed thing as one change", () => {
  const { secret, headers, body${seconds === undefined ? "" : ", now"} } = vectors.genuine[0]!;
  expect(flagChanges(verify({ headers, body }, { secret${seconds === undefined ? "" : ", now: () => now!"} }))).toStrictEqual([
    {
      id: "evt_1#0",
      provider: "${id}",
      grain: "flag",
      resource: "flag",
      action: "updated",
      rawAction: "thing.changed",
      subject: { key: "a" },
    },
  ]);
});
`,
    ],
    [
      "test/types.test-d.ts",
      `import { expectTypeOf, test } from "vitest";
import { verify, type ${prefix}Event } from "../src/index.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "thing.changed") expectTypeOf(event.payload.thing.key).toEqualTypeOf<string>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { id: "a" } }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: ${prefix}Event) => event.type === "thing.chnged";
  void never;
});
`,
    ],
  ]);
}

/** The package.json of a sibling, with this one's name and words. */
function manifestOf(id: string, scheme: string): string {
  const sibling = readFileSync(join(root, "packages/hypertune/package.json"), "utf8");
  const manifest = JSON.parse(sibling.replaceAll("hypertune", id)) as Record<string, unknown>;
  const words =
    scheme === "token" ? ["token"] : scheme === "ed25519" ? ["ed25519", "signature"] : ["hmac", "signature"];
  manifest["keywords"] = ["feature-flags", id, ...words, "verification", "webhooks"].toSorted();
  return `${JSON.stringify(manifest, null, 2).replaceAll("Hypertune", id)}\n`;
}

function readmeOf(id: string, constant: string, prefix: string, scheme: string): string {
  const variable = `${id.toUpperCase().replaceAll("-", "_")}_WEBHOOK_SECRET`;
  return `# @flaghook/${id}

Typed, verified webhooks of [${prefix}](https://example.com/${id}): changes of things.

## Install

\`\`\`sh
npm install @flaghook/${id}
\`\`\`

## Verify a delivery

Pass the raw bytes, the headers and your secret. Synchronous, on Node, Bun, Deno and edge runtimes.

\`\`\`ts
import { safeVerify } from "@flaghook/${id}";

export async function POST(request: Request): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer()); // before any parser
  const result = safeVerify({ headers: request.headers, body }, { secret: process.env.${variable}! });
  if (!result.ok) {
    console.warn(result.error.message);
    return new Response(result.error.code, { status: result.error.status });
  }
  console.log(result.event.type);
  return new Response(null, { status: 204 });
}
\`\`\`

\`safeVerify\` never throws for a delivery; \`verify\` gives the event itself and throws the \`WebhookError\`. Its message says what to
change. After \`express.json()\`, for example:

\`\`\`text
${id}: the body is not raw bytes but Object. Pass the body as it came, before any parser (express.raw({ type: () => true }), request.arrayBuffer()).
Run npx flaghook explain, or see https://github.com/flaghook/flaghook/blob/main/docs/errors.md#body-not-raw
\`\`\`

\`@flaghook/adapters\` does all of this for Express, Fastify, Hono, Koa, Lambda, Node and fetch handlers: pass it \`${constant}\`. While
you rotate a secret, pass a list of both: \`event.secretIndex\` says which one matched.

## Events

<!-- generated: events -->
<!-- end: events -->

\`flagChanges(event)\` gives the \`FlagChange\`s of an event.

## Errors

Every refusal is a \`WebhookError\` with a \`code\`, the \`status\` to respond with and a \`message\` that names the fix.

<!-- generated: errors -->
<!-- end: errors -->

A wrong option, such as an empty secret, is a \`TypeError\`.

## Entry points

<!-- generated: entry points -->
<!-- end: entry points -->

## Dedupe and replay

Keep the \`dedupeKey\` of those you handled, or use \`@flaghook/inbox\`.

## Security

${scheme === "token" ? TOKEN_SECURITY : SIGNATURE_SECURITY}

## Facts

Where each fact comes from, and the day it was checked.
`;
}

const SIGNATURE_SECURITY = `What \`verify\` guarantees: somebody with the secret signed exactly these bytes, and they have the shape of the type. It does not
guarantee that the delivery is new, or that its content is true. The comparison takes constant time, nothing is parsed before the
signature holds, and neither errors nor logs ever contain the secret, a signature or the body.`;

const TOKEN_SECURITY = `Nothing is signed. The token proves **who called, and not the body**: whoever can read one delivery can send any other, and no
delivery says how old it is. Use https, and let no proxy log the header. The comparison takes constant time and hides the token's
length; nothing is parsed before it holds, and neither errors nor logs ever contain the token or the body.`;
