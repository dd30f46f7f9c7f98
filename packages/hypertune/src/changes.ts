import type { FlagChange } from "@flaghook/core";
import type { HypertuneEvent } from "./types.ts";

/**
 * The change of a commit: one, of the whole project. Which flags it touched, and in which
 * environment, Hypertune does not say. An unknown event has none.
 *
 * @example
 * ```ts
 * import { flagChanges, type HypertuneEvent } from "@flaghook/hypertune";
 *
 * export function report(event: HypertuneEvent): string[] {
 *   return flagChanges(event).map(({ project, comment }) => `${project?.name}: ${comment}`);
 * }
 * ```
 */
export function flagChanges(event: HypertuneEvent): readonly FlagChange[] {
  if (event.type !== "NEW_COMMIT") return [];
  const { project, commit, user, createdAt } = event.payload;
  return [
    {
      id: `${event.dedupeKey}#0`,
      provider: "hypertune",
      grain: "project",
      resource: "config",
      action: "updated",
      rawAction: event.name,
      project: { id: project.id, ...(project.name && { name: project.name }) },
      ...(commit.message && { comment: commit.message }),
      ...(user && {
        actor: {
          type: "user",
          ...(user.id && { id: user.id }),
          ...(user.email && { email: user.email }),
          ...(user.displayName && { name: user.displayName }),
        },
      }),
      version: commit.id,
      ...(createdAt && { occurredAt: createdAt }),
    },
  ];
}
