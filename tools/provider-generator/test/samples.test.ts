import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "@flaghook/core";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { signedDelivery } from "../../../packages/testing/src/index.ts";
import * as samples from "../../../packages/testing/src/samples.ts";
import { secretOf } from "../../test-support/secret-of.ts";
import { constantOf, providerPackages, root } from "../../workspace/workspace.ts";
import { samplesIn } from "../src/read-samples.ts";

/** Those that list events: one without has nothing to give a sample of. */
const providers = providerPackages().filter(({ folder }) => existsSync(join(folder, "test/samples")));
const all = providers.flatMap(({ id, folder }) =>
  samplesIn(join(folder, "test/samples")).map((sample) => ({ id, folder, provider: id, ...sample })),
);

test("every provider with events has samples, and each says where it comes from", async () => {
  for (const { id, folder } of providerPackages()) {
    const exported = (await import(join(folder, "src/index.ts"))) as Record<string, Provider>;
    const hasEvents = Object.keys(exported[constantOf(id)]!.events).length > 0;
    expect([id, providers.some((one) => one.id === id)]).toEqual([id, hasEvents]);
  }
  expect(all.filter(({ source }) => !/^(?:https:\/\/|made )/.test(source)).map(({ name }) => name)).toEqual(
    [],
  );
});

describe.each(all)("$id.$name", ({ id, folder, provider: sender, name, event, payload }) => {
  test("is published under its name, and verifies as its event", async () => {
    const [group = "", ...rest] = name.split(".");
    const events = (samples as Record<string, Record<string, unknown>>)[constantOf(id)]![constantOf(group)];
    const published = rest.length === 0 ? events : (events as Record<string, unknown>)[rest.join("_")];
    expect(published).toEqual(payload);
    const module = (await import(join(folder, "src/index.ts"))) as Record<string, Provider>;
    const provider = module[constantOf(sender)]!;
    const secret = secretOf(provider);
    const delivery = signedDelivery(provider, published, { secret, name: event });
    expect(provider.verify(delivery, { secret }).type).toBe(event);
  });
});

test("a bundle has the samples of the provider that it imports, and of no other", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { goff } from "./packages/testing/src/samples.ts"; console.log(goff.notify);',
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: "esm",
  });
  const { text } = outputFiles[0]!;
  expect([text.includes("old-banner"), text.includes("pull_request")]).toEqual([true, false]);
});
