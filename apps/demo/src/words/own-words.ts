import type { FlagChange, WebhookEvent } from "@flaghook/core";
import type { GithubEvent } from "@flaghook/github";
import type { GoffEvent } from "@flaghook/goff";
import type { LineDraft } from "../model/line.ts";
import { changeLine } from "./change-words.ts";
import { eventLine } from "./event-words.ts";
import { exportLine } from "./export-words.ts";
import { githubLine } from "./github-words.ts";

/** A line, with the change that it tells if it tells one. */
export type LineOfEvent = LineDraft & { readonly change?: FlagChange };

/** Gives the lines of an event, with the changes that its package finds in it. */
type LinesOf = (event: WebhookEvent, changes: readonly FlagChange[]) => readonly LineOfEvent[];

/** Providers that say more than changes. All others need no word here. */
const OWN: ReadonlyMap<string, LinesOf> = new Map<string, LinesOf>([
  ["github", (event) => [githubLine(event as GithubEvent)]],
  [
    "goff",
    (given, changes) => {
      const event = given as GoffEvent;
      if (event.type === "export") return [exportLine(event.payload)];
      // Whoever runs the relay proxy names its environment in `meta`: it is signed, and never in a change.
      const environment = event.type === "notify" ? event.payload.meta["environment"] : undefined;
      return changeLines(event, changes, environment);
    },
  ],
]);

/** The lines of an event of any provider. */
export function linesOfEvent(event: WebhookEvent, changes: readonly FlagChange[]): readonly LineOfEvent[] {
  return (OWN.get(event.provider) ?? changeLines)(event, changes);
}

/** One line for each change, or one for an event without any. */
function changeLines(
  event: WebhookEvent,
  changes: readonly FlagChange[],
  environment?: string,
): readonly LineOfEvent[] {
  if (changes.length === 0) return [eventLine(event)];
  return changes.map((change) => ({ ...changeLine(change, environment), change }));
}
