import type { ChangeActor, FlagChange } from "@flaghook/core";
import { flagActionOf } from "./flag-actions.ts";
import { readResource, type ResourceKeys } from "./resource.ts";
import type {
  EntryTarget,
  FlagEntryPayload,
  FlagEnvironment,
  FlagVersion,
  LaunchdarklyEvent,
} from "./types.ts";

/** How {@link flagChanges} writes a change. */
export interface FlagChangesOptions {
  /**
   * Where your LaunchDarkly is: each `url` begins with it. Default
   * `"https://app.launchdarkly.com"`.
   */
  readonly baseUrl?: string;
}

/** One thing that was done, in one place. */
interface Access {
  readonly name: string;
  readonly keys: ResourceKeys;
}

/**
 * The changes of an entry about a flag: one for each action, and for each environment where the
 * action happens in one. Other kinds of entries have none.
 *
 * All accesses are read: an entry that turns a flag on and changes its default rule is two changes.
 * An action that the documentation does not name is `"unknown"`.
 *
 * @example
 * ```ts
 * import { flagChanges, type LaunchdarklyEvent } from "@flaghook/launchdarkly";
 *
 * export function report(event: LaunchdarklyEvent): string[] {
 *   return flagChanges(event).map(({ subject, action, environment }) => {
 *     return `${subject?.key} ${action} ${environment?.key ?? "everywhere"}`;
 *   });
 * }
 * ```
 */
export function flagChanges(
  event: LaunchdarklyEvent,
  { baseUrl = "https://app.launchdarkly.com" }: FlagChangesOptions = {},
): readonly FlagChange[] {
  if (event.type !== "flag") return [];
  const { payload, dedupeKey, name } = event;
  return accessesOf(payload, name).map((access, index) => ({
    id: `${dedupeKey}#${index}`,
    provider: "launchdarkly",
    ...changeOf(payload, access),
    ...commonOf(payload, baseUrl),
  }));
}

/** Each action once in its place, however many environments list it. */
function accessesOf({ accesses }: FlagEntryPayload, eventName: string): readonly Access[] {
  const found = new Map<string, Access>();
  for (const { action, resource } of accesses) {
    const name = action ?? eventName;
    const keys = readResource(resource ?? "");
    const isOfEnvironment = flagActionOf(name)?.isOfEnvironment !== false;
    const place = isOfEnvironment ? keys : { ...keys, environment: undefined };
    const slot = JSON.stringify([name, place.project, place.environment, place.flag]);
    if (!found.has(slot)) found.set(slot, { name, keys: place });
  }
  if (found.size === 0) found.set("", { name: eventName, keys: readResource("") });
  return [...found.values()];
}

function changeOf(payload: FlagEntryPayload, { name, keys }: Access) {
  const { previousVersion: previous, currentVersion: current, parent } = payload;
  const { project, environment } = keys;
  const before = environment === undefined ? undefined : environmentOf(previous, environment);
  const after = environment === undefined ? undefined : environmentOf(current, environment);
  const isInEnvironment = environment !== undefined;
  const isParent = parent?.resource === `proj/${project}:env/${environment}`;
  const environmentName = nameOf(after) ?? nameOf(before) ?? (isParent ? parent.name : undefined);
  const key = keys.flag ?? current?.key ?? previous?.key;
  const tags = current?.tags;
  const version = isInEnvironment ? after?.version : versionOf(current);
  const [old, now] = isInEnvironment ? [before, after] : [previous, current];
  return {
    grain: isInEnvironment ? "flag-environment" : "flag",
    resource: "flag",
    action: actionOf(name, current, after),
    rawAction: name,
    subject: { ...(key && { key }), name: payload.name, ...(tags && { tags }) },
    ...(project !== undefined && { project: { key: project } }),
    ...(isInEnvironment && {
      environment: { key: environment, ...(environmentName && { name: environmentName }) },
    }),
    ...((isBoolean(before?.on) || isBoolean(after?.on)) && {
      enabled: {
        ...(isBoolean(before?.on) && { before: before.on }),
        ...(isBoolean(after?.on) && { after: after.on }),
      },
    }),
    ...(old && { before: old }),
    ...(now && { after: now }),
    ...(typeof version === "number" && { version: String(version) }),
  } satisfies Omit<FlagChange, "id" | "provider">;
}

function actionOf(
  name: string,
  current: FlagVersion | null | undefined,
  after: FlagEnvironment | undefined,
): FlagChange["action"] {
  const action = flagActionOf(name)?.action ?? "unknown";
  if (action === "toggle") return directionOf(after?.on, "enabled", "disabled");
  return action === "archive" ? directionOf(current?.archived, "archived", "restored") : action;
}

/** By what the entry says of the flag, never by its prose. */
function directionOf<Name extends string>(
  is: boolean | null | undefined,
  yes: Name,
  no: Name,
): Name | "unknown" {
  if (typeof is !== "boolean") return "unknown";
  return is ? yes : no;
}

function environmentOf(version: FlagVersion | null | undefined, key: string): FlagEnvironment | undefined {
  const environments = version?.environments;
  return environments && Object.hasOwn(environments, key) ? environments[key] : undefined;
}

function commonOf(payload: FlagEntryPayload, baseUrl: string) {
  const { date, comment, target, _links } = payload;
  const path = pathOf(target) ?? pathOf({ _links });
  const time = new Date(date);
  const actor = actorOf(payload);
  return {
    ...(comment && { comment }),
    ...(path?.startsWith("/") && { url: baseUrl + path }),
    ...(actor && { actor }),
    ...(Number.isFinite(Number(time)) && { occurredAt: time.toISOString() }),
  };
}

function actorOf({ member, token, app }: FlagEntryPayload): ChangeActor | undefined {
  if (member) {
    const name = [member.firstName, member.lastName].filter(Boolean).join(" ");
    return {
      type: "user",
      ...idOf(member),
      ...(member.email && { email: member.email }),
      ...(name && { name }),
    };
  }
  const other = token ?? app;
  if (!other) return undefined;
  return { type: token ? "api-key" : "service", ...idOf(other), ...(other.name && { name: other.name }) };
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function nameOf(environment: FlagEnvironment | undefined): string | null | undefined {
  const { _environmentName: name } = environment ?? {};
  return name;
}

function versionOf(flag: FlagVersion | null | undefined): number | null | undefined {
  const { _version: version } = flag ?? {};
  return version;
}

function pathOf(linked: Pick<EntryTarget, "_links"> | null | undefined): string | null | undefined {
  const { _links: links } = linked ?? {};
  return links?.site?.href;
}

function idOf({ _id }: { readonly _id?: string | null | undefined }): { readonly id?: string } {
  return _id ? { id: _id } : {};
}
