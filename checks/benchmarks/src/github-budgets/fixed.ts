import { existsSync } from "node:fs";
import { gzippedBytes } from "./bundle.ts";
import type { FIXED } from "./budgets.ts";
import { publishedBytes } from "./disk.ts";
import { buildInstantiations, instantiationsOf } from "./types-cost.ts";

/** Measures one fixed budget, in its unit. */
export const measure: Readonly<Record<keyof typeof FIXED, () => number | Promise<number>>> = {
  schemas: () => kilobytes(`export * from "@flaghook/github/schemas"`, ["zod"]),
  push: () => kilobytes(`export { pushSchema } from "@flaghook/github/schemas"`, ["zod"]),
  pushWithZod: () => kilobytes(`export { pushSchema } from "@flaghook/github/schemas"`),
  main: () => kilobytes(`export { verify } from "@flaghook/github"`),
  signature: () => kilobytes(`export { verifySignature } from "@flaghook/github/signature"`),
  disk: () => publishedBytes() / 1024,
  types: () => instantiationsOf("types-union.ts"),
  schemaConsumer: () => instantiationsOf("schema-narrowing.ts"),
  handlers: () => instantiationsOf("on-action.ts"),
  handlersOfSome: () => instantiationsOf("on-action-of-some.ts"),
  build: buildInstantiations,
};

/**
 * Whether the packages are built: what is published and what it costs to use its declarations is
 * measured there.
 */
export const isBuilt = existsSync(new URL("../../../../packages/github/dist/index.d.ts", import.meta.url));

async function kilobytes(code: string, external: string[] = []): Promise<number> {
  return (await gzippedBytes(code, { external: external.flatMap((name) => [name, `${name}/*`]) })) / 1024;
}
