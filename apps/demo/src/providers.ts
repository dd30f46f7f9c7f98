import type { FlagChange, Provider, WebhookEvent } from "@flaghook/core";
import { github, type GithubEvent } from "@flaghook/github";
import { flagChanges as goffChanges, goff, type GoffEvent } from "@flaghook/goff";
import { flagChanges as hypertuneChanges, hypertune } from "@flaghook/hypertune";
import { flagChanges as optimizelyChanges, optimizely } from "@flaghook/optimizely";
import type { LineDraft } from "./model/line.ts";
import { changeLine } from "./words/change-words.ts";
import { eventLine } from "./words/event-words.ts";
import { exportLine } from "./words/export-words.ts";
import { githubLine } from "./words/github-words.ts";

/** A line, with the change that it tells if it tells one. */
export type LineOfEvent = LineDraft & { readonly change?: FlagChange };

/** A provider whose deliveries the radar receives, and what it makes of an event. */
export interface Source {
  readonly provider: Provider;
  readonly linesOf: (event: WebhookEvent) => readonly LineOfEvent[];
}

/** Whose deliveries the radar receives. */
export const sources: readonly Source[] = [
  {
    provider: goff,
    linesOf(given) {
      const event = given as GoffEvent;
      if (event.type === "export") return [exportLine(event.payload)];
      // Whoever runs the relay proxy names its environment in `meta`: it is signed, and never in a change.
      const environment = event.type === "notify" ? event.payload.meta["environment"] : undefined;
      return changeLines(goffChanges(event), event, environment);
    },
  },
  flagSource(hypertune, hypertuneChanges),
  flagSource(optimizely, optimizelyChanges),
  { provider: github, linesOf: (event) => [githubLine(event as GithubEvent)] },
];

/** The providers alone. */
export const providers: readonly Provider[] = sources.map(({ provider }) => provider);

/** A flag provider: one line for each change, or one for an event without any. */
function flagSource<Event extends WebhookEvent>(
  provider: Provider<Event>,
  flagChanges: (event: Event) => readonly FlagChange[],
): Source {
  return { provider, linesOf: (event) => changeLines(flagChanges(event as Event), event) };
}

function changeLines(
  changes: readonly FlagChange[],
  event: WebhookEvent,
  environment?: string,
): readonly LineOfEvent[] {
  if (changes.length === 0) return [eventLine(event)];
  return changes.map((change) => ({ ...changeLine(change, environment), change }));
}
