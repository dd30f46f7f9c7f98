import { createRequire } from "node:module";
import { githubSample } from "./github-sample.ts";
import { goffSample } from "./goff-sample.ts";
import { hypertuneSample } from "./hypertune-sample.ts";
import { optimizelySample } from "./optimizely-sample.ts";

/** A file of `samples`, wherever this module was bundled to. */
const load = createRequire(import.meta.url);

/**
 * A made-up payload of an event, of its first action unless one is named. `undefined` when there is
 * none: the provider is not one of ours.
 */
export function sampleOf(provider: string, name: string, action?: string): unknown {
  switch (provider) {
    case "github":
      return githubSample(load("#samples/github.json"), name, action);
    case "goff":
      return goffSample(name);
    case "hypertune":
      return hypertuneSample;
    case "optimizely":
      return optimizelySample(name);
    default:
      return undefined;
  }
}
