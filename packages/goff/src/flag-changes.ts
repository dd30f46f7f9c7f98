import type { Flag, NotifyEvent } from "./types.ts";

/** One flag that changed, before and after. */
export type FlagChange =
  | { readonly action: "added"; readonly key: string; readonly before: undefined; readonly after: Flag }
  | { readonly action: "removed"; readonly key: string; readonly before: Flag; readonly after: undefined }
  | { readonly action: "updated"; readonly key: string; readonly before: Flag; readonly after: Flag };

/**
 * Lists the flags of a notification: added ones first, then removed, then updated, as they were
 * sent.
 *
 * At start-up every flag counts as added, unless the sender has `DisableNotifierOnInit`.
 *
 * @example
 * ```ts
 * import { flagChanges, type NotifyEvent } from "@flaghook/goff";
 *
 * export function report(event: NotifyEvent): string[] {
 *   return flagChanges(event).map((change) => `${change.key} was ${change.action}`);
 * }
 * ```
 */
export function flagChanges(event: NotifyEvent): readonly FlagChange[] {
  const { added, deleted, updated } = event.payload.flags;
  return [
    ...entriesOf(added).map(([key, after]): FlagChange => ({
      action: "added",
      key,
      before: undefined,
      after,
    })),
    ...entriesOf(deleted).map(([key, before]): FlagChange => ({
      action: "removed",
      key,
      before,
      after: undefined,
    })),
    ...entriesOf(updated).map(([key, { old_value: before, new_value: after }]): FlagChange => ({
      action: "updated",
      key,
      before,
      after,
    })),
  ];
}

/** Skips an own `__proto__` key, since the validators do and nobody has looked at its value. */
function entriesOf<Value>(
  flags: Readonly<Record<string, Value>> | null | undefined,
): readonly [string, Value][] {
  return Object.entries(flags ?? {}).filter(([key]) => key !== "__proto__");
}
