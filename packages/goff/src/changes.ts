import type { FlagChange } from "@flaghook/core";
import type { Flag, GoffEvent } from "./types.ts";

/**
 * The flags of a notification: added ones first, then deleted, then updated, in the order they were
 * sent. An exporter's batch has none.
 *
 * At start-up every flag counts as added, unless the sender has `DisableNotifierOnInit`. Says no
 * environment, author or time, since GO Feature Flag sends none. Two notifications with the same
 * bytes share their ids.
 *
 * @example
 * ```ts
 * import { flagChanges, type GoffEvent } from "@flaghook/goff";
 *
 * export function report(event: GoffEvent): string[] {
 *   return flagChanges(event).map(({ subject, action }) => `${subject?.key}: ${action}`);
 * }
 * ```
 */
export function flagChanges(event: GoffEvent): readonly FlagChange[] {
  if (event.type !== "notify") return [];
  const { added, deleted, updated } = event.payload.flags;
  const changes = [
    ...entriesOf(added).map(([key, after]) => changeOf("created", "added", key, { after })),
    ...entriesOf(deleted).map(([key, before]) => changeOf("deleted", "deleted", key, { before })),
    ...entriesOf(updated).map(([key, { old_value: before, new_value: after }]) =>
      changeOf("updated", "updated", key, { before, after }),
    ),
  ];
  return changes.map((change, index) => ({ id: `${event.dedupeKey}#${index}`, ...change }));
}

function changeOf(
  action: FlagChange["action"],
  rawAction: string,
  key: string,
  flags: { readonly before?: Flag; readonly after?: Flag },
): Omit<FlagChange, "id"> {
  const wasDisabled = flags.before?.disable;
  const isDisabled = flags.after?.disable;
  const enabled = {
    ...(typeof wasDisabled === "boolean" && { before: !wasDisabled }),
    ...(typeof isDisabled === "boolean" && { after: !isDisabled }),
  };
  return {
    provider: "goff",
    grain: "flag",
    resource: "flag",
    action,
    rawAction,
    subject: { key },
    ...(Object.keys(enabled).length > 0 && { enabled }),
    ...flags,
    ...(flags.after?.version && { version: flags.after.version }),
  };
}

/** Skips an own `__proto__` key, since the validators do and nobody has looked at its value. */
function entriesOf<Value>(
  flags: Readonly<Record<string, Value>> | null | undefined,
): readonly [string, Value][] {
  return Object.entries(flags ?? {}).filter(([key]) => key !== "__proto__");
}
