import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { pointerTo } from "../support/pointer.ts";

async function minified(): Promise<{ WebhookError: new (...all: unknown[]) => Error }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../src/errors/error.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`;
  return (await import(/* @vite-ignore */ url)) as { WebhookError: new (...all: unknown[]) => Error };
}

it("an error of a minified bundle is called WebhookError in its stack, in logs and by its class", async () => {
  const { WebhookError } = await minified();
  const error = new WebhookError("invalid-json", "acme", "not JSON.");
  expect(error.stack).toMatch(/^WebhookError: acme: not JSON\. Run [^\n]+\n/);
  expect(inspect(error)).toMatch(/^WebhookError: acme: not JSON\. Run [^\n]+\n/);
  expect([error.name, error.constructor.name, String(error)]).toEqual([
    "WebhookError",
    "WebhookError",
    `WebhookError: acme: not JSON.${pointerTo("invalid-json")}`,
  ]);
});
