import type { Client } from "@optimizely/optimizely-sdk";
import { PEOPLE, PERSON, type Decision } from "../model/decision.ts";

/** Flags of a datafile that are decided on. */
const MAX_FLAGS = 100;

/**
 * Instantiates the SDK with a datafile, and asks it for each flag.
 *
 * @throws {Error} when the SDK does not take the datafile
 */
export async function decideAll(datafile: string): Promise<ReadonlyMap<string, Decision>> {
  // Loaded with the first datafile: most radars never see one.
  const { createInstance, createStaticProjectConfigManager } = await import("@optimizely/optimizely-sdk");
  const client = createInstance({ projectConfigManager: createStaticProjectConfigManager({ datafile }) });
  try {
    await client.onReady({ timeout: 5000 });
    const flags = Object.keys(client.getOptimizelyConfig()?.featuresMap ?? {}).slice(0, MAX_FLAGS);
    return new Map(flags.map((flag) => [flag, decide(client, flag)]));
  } finally {
    void client.close();
  }
}

function decide(client: Client, flag: string): Decision {
  const { enabled, variationKey } = client.createUserContext(PERSON).decide(flag);
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    client.createUserContext(`user-${index + 1}`).decide(flag),
  );
  return { enabled, variation: variationKey, people: people.filter((one) => one.enabled).length };
}
