import type { EventInfo, Provider } from "@flaghook/core";
import { UsageError } from "../io/usage-error.ts";
import { closest } from "./closest.ts";

/** An event of a provider, perhaps with one of its actions. */
export interface FoundEvent {
  readonly name: string;
  readonly action: string | undefined;
  readonly info: EventInfo;
}

/** The event that `push` or `issues.labeled` means. A name may itself have a dot. */
export function findEvent({ id, events }: Provider, typed: string): FoundEvent {
  const exact = events[typed];
  if (exact !== undefined) return { name: typed, action: undefined, info: exact };
  const dot = typed.lastIndexOf(".");
  const name = typed.slice(0, Math.max(dot, 0));
  const action = typed.slice(dot + 1);
  const info = events[name];
  if (info === undefined) {
    const names = Object.keys(events);
    const suggestion = closest(typed, names) ?? (dot > 0 ? closest(name, names) : undefined);
    throw new UsageError(
      `${id} has no event ${JSON.stringify(typed)}. ` +
        (suggestion === undefined ? `See flaghook events ${id}.` : `Did you mean ${suggestion}?`),
    );
  }
  const { actions = [] } = info;
  if (actions.includes(action)) return { name, action, info };
  const suggestion = closest(action, actions);
  throw new UsageError(
    `the event ${name} of ${id} has no action ${JSON.stringify(action)}. ` +
      (suggestion === undefined
        ? `It has ${actions.join(", ") || "none"}.`
        : `Did you mean ${name}.${suggestion}?`),
  );
}
