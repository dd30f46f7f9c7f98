import type { Provider } from "@flaghook/core";
import { githubSample } from "./github-sample.ts";
import { loadSamples, samplesOf } from "./provider-samples.ts";

/**
 * A payload of an event, of its first action unless one is named. `undefined` when there is none,
 * or the provider does not come with the CLI.
 */
export function sampleOf({ id, eventName }: Provider, name: string, action?: string): unknown {
  if (id === "github") return githubSample(loadSamples(id), name, action);
  const { events = {}, samples = {} } = samplesOf(id) ?? {};
  const sample = Object.hasOwn(events, name) ? events[name]!.sample : undefined;
  if (sample === undefined) return undefined;
  const payload = samples[sample];
  // The sample of an event like it, under its own name.
  return typeof eventName === "object" && "field" in eventName
    ? { ...(payload as object), [eventName.field]: name }
    : payload;
}
