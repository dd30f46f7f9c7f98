import type { ChangeActor, FlagChange } from "@flaghook/core";
import type { ChangeDetail, ChangedPayload, ConfigcatEvent } from "./types.ts";

/** How {@link flagChanges} reads an event. */
export interface FlagChangesOptions {
  /**
   * Whether to read from the prose that a setting went from `true` to `false` or back. ConfigCat
   * does not document the form of its prose, so do not rely on it. Default false.
   */
  readonly readDetails?: boolean;
}

const ACTIONS: ReadonlyMap<string, FlagChange["action"]> = /* @__PURE__ */ new Map([
  ["added", "created"],
  ["deleted", "deleted"],
]);

/**
 * The changes of an event in our `bodyTemplate`: one for each setting. Others have none.
 *
 * ConfigCat describes a changed setting only in prose: its action is `"unknown"`, and the prose is
 * its `summary`. No change has a time, since the signed one is that of the attempt.
 *
 * @example
 * ```ts
 * import { flagChanges, type ConfigcatEvent } from "@flaghook/configcat";
 *
 * export function report(event: ConfigcatEvent): string[] {
 *   return flagChanges(event).map(({ subject, rawAction, summary }) => {
 *     return `${subject?.key} ${rawAction}: ${summary}`;
 *   });
 * }
 * ```
 */
export function flagChanges(
  event: ConfigcatEvent,
  { readDetails = false }: FlagChangesOptions = {},
): readonly FlagChange[] {
  if (event.type !== "changed") return [];
  const { dedupeKey, payload } = event;
  return payload.changes.map((change, index) => ({
    id: `${dedupeKey}#${index}`,
    provider: "configcat",
    grain: "flag-environment",
    resource: "flag",
    ...actionOf(change, readDetails),
    rawAction: change.event,
    subject: { key: change.settingKey },
    ...placeOf(payload),
    ...summaryOf(change),
    ...(payload.notes && { comment: payload.notes }),
    ...(payload.url && { url: payload.url }),
    ...(payload.by && { actor: actorOf(payload.by) }),
  }));
}

function actionOf(change: ChangeDetail, readDetails: boolean): Pick<FlagChange, "action" | "enabled"> {
  const action = ACTIONS.get(change.event) ?? "unknown";
  const toggled = readDetails && change.event === "changed" ? toggleIn(change) : undefined;
  return toggled ?? { action };
}

/** A toggle in exactly the one line that is known: `key: false ➔ true`. */
function toggleIn({ settingKey, details }: ChangeDetail): Pick<FlagChange, "action" | "enabled"> | undefined {
  const start = `\r\n${settingKey}: `;
  if (!details?.startsWith(start)) return undefined;
  const change = details.slice(start.length);
  if (change === "false ➔ true") return { action: "enabled", enabled: { before: false, after: true } };
  if (change === "true ➔ false") return { action: "disabled", enabled: { before: true, after: false } };
  return undefined;
}

/** A config is what others call a project. */
function placeOf(payload: ChangedPayload): Pick<FlagChange, "project" | "environment"> {
  const { config, configId, environment, environmentId } = payload;
  return {
    ...((configId || config) && {
      project: { ...(configId && { id: configId }), ...(config && { name: config }) },
    }),
    ...((environmentId || environment) && {
      environment: { ...(environmentId && { id: environmentId }), ...(environment && { name: environment }) },
    }),
  };
}

function summaryOf({ details }: ChangeDetail): { readonly summary?: string } {
  const summary = details?.trim();
  return summary ? { summary } : {};
}

/**
 * The name and the e-mail address if there is exactly one address, else all of it as the name.
 */
function actorOf(by: string): ChangeActor {
  const tokens = by.split(/[\s<>()]+/).filter(Boolean);
  const [email, ...more] = tokens.filter((token) => /^[^@]+@[^@]+$/.test(token));
  if (email === undefined || more.length > 0) return { type: "user", name: by };
  const name = tokens.filter((token) => token !== email).join(" ");
  return { type: "user", email, ...(name && { name }) };
}
