import type { ChangeActor, FlagChange } from "@flaghook/core";
import type { GitlabEvent, Project, User } from "./types.ts";

/**
 * The change of a flag that was turned on or off: one, for the whole project. A flag has its
 * environments in its strategies, which GitLab does not send. Any other event has none.
 *
 * GitLab sends the event only when the state changed, so the flag was the opposite before. It sends
 * no time.
 *
 * @example
 * ```ts
 * import { flagChanges, type GitlabEvent } from "@flaghook/gitlab";
 *
 * export function report(event: GitlabEvent): string[] {
 *   return flagChanges(event).map(({ subject, action }) => `${subject?.key}: ${action}`);
 * }
 * ```
 */
export function flagChanges(event: GitlabEvent): readonly FlagChange[] {
  if (event.type !== "feature_flag") return [];
  const { object_attributes, project, user } = event.payload;
  const { id, name, active } = object_attributes;
  const inProject = project && projectOf(project);
  return [
    {
      id: `${event.dedupeKey}#0`,
      provider: "gitlab",
      grain: "flag",
      resource: "flag",
      action: active ? "enabled" : "disabled",
      rawAction: event.name,
      subject: { key: name, id: String(id) },
      ...(inProject && { project: inProject }),
      enabled: { before: !active, after: active },
      ...(user && { actor: actorOf(user) }),
    },
  ];
}

function projectOf({ id, path_with_namespace: key, name }: Project): FlagChange["project"] {
  if (typeof id !== "number" && !key && !name) return undefined;
  return { ...(key && { key }), ...(typeof id === "number" && { id: String(id) }), ...(name && { name }) };
}

function actorOf({ id, email, name }: User): ChangeActor {
  const isShown = email && email !== "[REDACTED]";
  return {
    type: "user",
    ...(typeof id === "number" && { id: String(id) }),
    ...(isShown && { email }),
    ...(name && { name }),
  };
}
