import { samplesOf } from "./provider-samples.ts";

/** The name of an event's TypeScript type in its provider's package: `PullRequestEvent`. */
export function typeNameOf(provider: string, name: string): string {
  const { events = {} } = samplesOf(provider) ?? {};
  return (
    events[name]?.type ??
    `${name.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())}Event`
  );
}
