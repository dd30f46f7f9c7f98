import type { ProviderFacts } from "../read-provider.ts";
import { HEADER } from "./docblocks.ts";

/** index.ts: what every provider exports, all types, and what further.ts has. */
export function emitIndex({ main, others, types, hasChanges, further }: ProviderFacts): string {
  const flagChange = hasChanges ? "type FlagChange, " : "";
  const constants = [main, ...others].map(({ constant }) => constant);
  const own = [...constants, "safeVerify", "sign", "verify", "verifySignature"].toSorted(ignoringCase);
  return [
    `${HEADER}export { ${own.join(", ")} } from "./provider.ts";`,
    ...(hasChanges ? ['export { flagChanges } from "./changes.ts";'] : []),
    ...further,
    `export { WebhookError, ${flagChange}type WebhookErrorCode, type WebhookIssue } from "@flaghook/core";`,
    'export type { BodyInput, DeliveryInput, SafeVerifyResult, SignOptions, VerifyOptions } from "@flaghook/core";',
    `export type { ${types
      .map(({ name }) => name)
      .toSorted(ignoringCase)
      .join(", ")} } from "./types.ts";\n`,
  ].join("\n");
}

/** schemas.ts: a schema of each shape. */
export function emitSchemas({ shapes }: ProviderFacts): string {
  const used = new Set(shapes.flatMap(({ kinds }) => [...kinds]));
  const further = ["lazy", "record", "special", "union", "variants"].filter((kind) => used.has(kind));
  const names = shapes.map(({ name }) => `${name}Shape`).join(", ");
  const types = shapes
    .map(({ type }) => type)
    .toSorted(ignoringCase)
    .join(", ");
  return [
    `${HEADER}import { ${["createSchemaOf", ...further.map((kind) => `${kind}Kind`)].join(", ")} } from "@flaghook/core/schemas";
import type { ZodMiniType } from "zod/mini";
import { ${names} } from "./shapes.ts";
import type { ${types} } from "./types.ts";

const schemaOf = /* @__PURE__ */ createSchemaOf({ ${further.map((kind) => `${kind}: ${kind}Kind`).join(", ")} });
`,
    ...shapes.map(
      ({ name, type }) =>
        `/** Schema of {@link ${type}}. Unknown keys pass. It verifies no signature. */
export const ${name}Schema: ZodMiniType<${type}> = /* @__PURE__ */ schemaOf(${name}Shape);
`,
    ),
  ].join("\n");
}

/** test/shapes.test-d.ts: the proof that interfaces and shapes say the same. */
export function emitShapesTest({ shapes }: ProviderFacts): string {
  const names = shapes.map(({ name }) => `${name}Shape`).join(", ");
  const types = shapes
    .map(({ type }) => type)
    .toSorted(ignoringCase)
    .join(", ");
  return [
    `${HEADER}import type { ValueOf } from "@flaghook/core/shape";
import { expectTypeOf, test } from "vitest";
import type { ${names} } from "../src/shapes.ts";
import type { ${types} } from "../src/types.ts";
`,
    ...shapes.map(
      ({ name, type }) =>
        `test("${type} says exactly what ${name}Shape lets through", () => {
  expectTypeOf<ValueOf<typeof ${name}Shape>>().toEqualTypeOf<${type}>();
});
`,
    ),
  ].join("\n");
}

function ignoringCase(left: string, right: string): number {
  return left.localeCompare(right, "en");
}
