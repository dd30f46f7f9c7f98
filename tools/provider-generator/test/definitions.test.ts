import { join } from "node:path";
import { defineProvider, type Provider, type ProviderDefinition, type WebhookEvent } from "@flaghook/core";
import { expect, test } from "vitest";
import { constantOf } from "../../workspace/workspace.ts";
import { generatedFolders } from "../src/generate.ts";
import { readDefinitions } from "../src/read-provider.ts";

interface Defined {
  readonly id: string;
  readonly definition: ProviderDefinition;
  readonly provider: Provider;
}

const defined: readonly Defined[] = (
  await Promise.all(
    generatedFolders().map(async ({ folder }) => {
      const exported = (await import(join(folder, "src/index.ts"))) as Record<string, Provider>;
      return (await readDefinitions(folder)).map(({ definition }) => {
        const { id } = definition;
        return { id, definition, provider: exported[constantOf(id)]! };
      });
    }),
  )
).flat();

test("there are definitions to look at", () => {
  const ids = ["goff", "hypertune", "optimizely", "statsig", "statsig-precommit"];
  expect(defined.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});

// `createProvider` and its like look for no mistakes: this does it for them.
test.each(defined)(
  "the definition of $id has no mistake, and is the provider's",
  ({ definition, provider }) => {
    expect(factsOf(provider)).toEqual(factsOf(defineProvider<WebhookEvent>(definition)));
  },
);

function factsOf(provider: Provider): object {
  const { id, events, eventName, eventId, storedHeaders, schemes, methods } = provider;
  return {
    id,
    events,
    eventName,
    eventId,
    storedHeaders,
    schemes,
    methods,
    responds: "handshake" in provider,
  };
}
