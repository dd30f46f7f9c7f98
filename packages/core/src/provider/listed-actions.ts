import type { WebhookError, WebhookIssue } from "../errors/error.ts";
import type { KnownEvent } from "./known-event.ts";
import type { Reading } from "./provenance.ts";
import type { EventInfo } from "./provider.ts";

/** What the action in a payload says of its event. */
export interface ActionRules {
  /** The event, or `undefined` when its action is not listed. Throws if one has to be there. */
  recognise(event: KnownEvent, reading: Reading, refuse: Refuse): KnownEvent | undefined;
  /** The actions of an event. `isRepeatable` says for which equal bytes can be new. */
  describe(actions: readonly string[], isRepeatable: (action: string) => boolean): Partial<EventInfo>;
}

/** Makes the `schema-mismatch` of a signed payload. */
export type Refuse = (message: string, issues: readonly WebhookIssue[], reading: Reading) => WebhookError;

/** For events that list their actions. */
export const listedActions: ActionRules = {
  recognise(event, reading, refuse) {
    const { actions = [], isActionOptional } = event;
    const { action, name } = reading;
    if (actions.length === 0) return typeof action === "string" ? undefined : event;
    if (typeof action === "string") return actions.includes(action) ? event : undefined;
    if (isActionOptional && (action === undefined || action === null)) return event;
    const issue = { path: ["action"], code: "invalid_type", expected: "string" };
    throw refuse(`a signed ${name} event without an action.`, [issue], reading);
  },
  describe(actions, isRepeatable) {
    const repeatableActions = actions.filter(isRepeatable);
    return {
      ...(actions.length > 0 && { actions: [...actions] }),
      ...(repeatableActions.length > 0 && { repeatableActions }),
    };
  },
};
