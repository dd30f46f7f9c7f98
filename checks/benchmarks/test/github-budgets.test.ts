import { describe, expect, test } from "vitest";
import { FIXED } from "../src/github-budgets/budgets.ts";
import { bundle, gzippedBytes } from "../src/github-budgets/bundle.ts";
import { measure } from "../src/github-budgets/fixed.ts";

// The signature entry is core's but for one constant: budgets.test.ts holds it to its budget. `pnpm check:benchmarks` measures
// the budgets that need a build.
const BUNDLED = ["schemas", "push", "pushWithZod", "main"] as const;

describe("budgets", () => {
  test("what GitHub adds to core in the main entry", async () => {
    const core = ["@flaghook/core", "@flaghook/core/*"];
    const bytes = await gzippedBytes(`export { verify } from "@flaghook/github"`, { external: core });
    expect(bytes).toBeLessThanOrEqual(12_500);
  });

  test.each(BUNDLED)("%s", async (name) => {
    expect(await measure[name]()).toBeLessThanOrEqual(FIXED[name].most);
  });
});

describe("what must not be in a bundle", () => {
  test("the main entry brings no zod, no node: import and no form of the other providers", async () => {
    const { text, inputs } = await bundle(`export * from "@flaghook/github"`);
    expect(inputs.filter((file) => file.includes("zod"))).toEqual([]);
    expect(found(text, /(?:from|import|require)\s*\(?["']node:/, /hypertune|optimizely|goff/i)).toEqual([]);
  });

  test("a provider of pushes with a check brings no schema and no other event", async () => {
    const { text, inputs } = await bundle(
      `import { createProvider, pushCheck } from "@flaghook/github";
       export const { verify } = createProvider({ events: { push: pushCheck } });`,
    );
    expect(inputs.filter((file) => file.includes("zod"))).toEqual([]);
    expect(text.includes("pusher")).toBe(true);
    expect(found(text, /exemption_request_data|diff_hunk|secret_type|latest_check_runs_count/)).toEqual([]);
  });

  test("a provider of pushes with a schema brings zod/mini and no locale", async () => {
    const { text, inputs } = await bundle(
      `import { createProvider } from "@flaghook/github"; import { pushSchema } from "@flaghook/github/schemas";
       export const { verify } = createProvider({ events: { push: pushSchema } });`,
    );
    expect(inputs.some((file) => file.includes("zod/v4/mini"))).toBe(true);
    expect(inputs.filter((file) => file.includes("locales"))).toEqual([]);
    expect(found(text, /exemption_request_data|diff_hunk|secret_type|latest_check_runs_count/)).toEqual([]);
  });

  test("the signature entry brings no checks", async () => {
    const { text } = await bundle(`export * from "@flaghook/github/signature"`);
    expect(found(text, /pusher|JSON\.parse/)).toEqual([]);
  });
});

/** What of a bundle should not be there: the words alone, since a failure would print the whole. */
function found(text: string, ...forms: readonly RegExp[]): readonly string[] {
  return forms.flatMap((form) => form.exec(text)?.[0] ?? []);
}
