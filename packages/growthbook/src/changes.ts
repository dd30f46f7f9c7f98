import type { ChangeActor, ChangedPath, FlagChange } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { featureOf } from "./feature-of.ts";
import type {
  Feature,
  FeatureAttributes,
  FeatureEnvironment,
  FeatureRevisionEvent,
  FeatureUpdatedPayload,
  GrowthbookEvent,
  GrowthbookPayloadBase,
  GrowthbookSdkEvent,
  PayloadChangedEvent,
  ThingEvent,
} from "./types.ts";

/** A change without what all changes of an event have in common. */
type Change = Omit<FlagChange, "id" | "provider" | "rawAction">;

const RESOURCES: Readonly<Record<string, FlagChange["resource"]>> = {
  experiment: "experiment",
  savedGroup: "segment",
  constant: "config",
  config: "config",
};

/** The steps of a draft that ask for a review, or are one. */
const REVIEWS = /\.(?:reviewRequested|approved|changesRequested|reviewRetracted)$/;

/** Fields that differ with every change, and the one that is compared by itself. */
const INCIDENTAL: ReadonlySet<string> = /* @__PURE__ */ new Set(["revision", "dateUpdated", "environments"]);

/**
 * The changes of an event. An updated feature gives one for each environment in which it differs,
 * and one for the feature itself if it differs elsewhere. Notices, tests and unknown events have
 * none.
 *
 * Publishing a draft sends both `feature.updated` and `feature.revision.published`: count only the
 * first. A review of a draft is an `"approval"`, anything else about drafts is `"unknown"`. An
 * event of the SDK webhooks says that something behind a connection may have changed, never which
 * flag.
 *
 * @example
 * ```ts
 * import { flagChanges, type GrowthbookEvent } from "@flaghook/growthbook";
 *
 * export function report(event: GrowthbookEvent): string[] {
 *   return flagChanges(event).map(({ subject, action, environment }) => {
 *     return `${subject?.key} ${action} ${environment?.key ?? ""}`;
 *   });
 * }
 * ```
 */
export function flagChanges(event: GrowthbookEvent | GrowthbookSdkEvent): readonly FlagChange[] {
  return changesOf(event).map((change, index) => ({
    id: `${event.dedupeKey}#${index}`,
    provider: event.provider,
    rawAction: event.name,
    ...change,
  }));
}

function changesOf(event: GrowthbookEvent | GrowthbookSdkEvent): readonly Change[] {
  switch (event.type) {
    case "feature.created": {
      const after = featureOf(event.payload);
      return [{ ...commonOf(event.payload, after), grain: "flag", action: "created", after }];
    }
    case "feature.updated":
      return updatesOf(event.payload);
    case "feature.deleted": {
      const before = featureOf(event.payload);
      return [{ ...commonOf(event.payload, before), grain: "flag", action: "deleted", before }];
    }
    case "payload.changed":
      return [connectionChange(event)];
    default:
      if (isRevision(event)) return [revisionChange(event)];
      return isThing(event) ? [thingChange(event)] : [];
  }
}

function updatesOf(payload: FeatureUpdatedPayload): readonly Change[] {
  const after = featureOf(payload);
  const { data } = payload;
  const isJson = "object" in data;
  const was = isJson ? data.previous_attributes : data.previous;
  const common = { ...commonOf(payload, after), after };
  if (!was) return [{ ...common, grain: "flag", action: "unknown" }];
  const before = isJson ? { ...after, ...was } : was;
  const diff = isJson && data.changes ? pathsOf(data.changes, "") : undefined;
  const changed = { ...common, before };
  const ofFeature = differingKeys(before, after).filter((key) => !INCIDENTAL.has(key));
  const changes = differingEnvironments(before, after, ofFeature).map(([key, keys]): Change => {
    const [old, now] = [before.environments?.[key], after.environments?.[key]];
    const paths = diff?.filter(({ path }) => path.startsWith(`environments.${key}.`));
    return {
      ...changed,
      grain: "flag-environment",
      action: actionOf(keys, old, now),
      environment: { key },
      ...enabledOf(old?.enabled, now?.enabled),
      ...(paths && { changes: paths }),
    };
  });
  if (ofFeature.length === 0 && changes.length > 0) return changes;
  const paths = diff?.filter(({ path }) => !path.startsWith("environments."));
  const action = actionOf(ofFeature, undefined, after);
  return [...changes, { ...changed, grain: "flag", action, ...(paths && { changes: paths }) }];
}

/**
 * The environments that differ, with the keys. GrowthBook's own list leaves out those where the
 * feature is off. A value that merely follows from the feature's own is no difference.
 */
function differingEnvironments(
  before: FeatureAttributes,
  after: Feature,
  ofFeature: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const [old, now] = [before.environments ?? {}, after.environments ?? {}];
  return differingKeys(old, now)
    .map((key) => {
      const keys = differingKeys(old[key], now[key]);
      return [key, keys.filter((one) => one !== "definition" && !ofFeature.includes(one))] as const;
    })
    .filter(([, keys]) => keys.length > 0);
}

/** What a feature or an environment of it comes down to, by the keys that differ. */
function actionOf(
  keys: readonly string[],
  was: FeatureEnvironment | undefined,
  is: (FeatureEnvironment & FeatureAttributes) | undefined,
): FlagChange["action"] {
  const isOne = (names: string): boolean => keys.some((key) => names.split(" ").includes(key));
  if (isOne("archived")) return is?.archived === true ? "archived" : "restored";
  if (isOne("enabled") && was?.enabled != null && is?.enabled != null) {
    return is.enabled ? "enabled" : "disabled";
  }
  if (isOne("rules prerequisites")) return "targeting-changed";
  if (isOne("defaultValue valueType")) return "variations-changed";
  return keys.length === 0 ? "unknown" : "metadata-changed";
}

/** Only what was said: an environment that is new was not off before. */
function enabledOf(
  before: boolean | null | undefined,
  after: boolean | null | undefined,
): Pick<FlagChange, "enabled"> {
  const enabled = {
    ...(typeof before === "boolean" && { before }),
    ...(typeof after === "boolean" && { after }),
  };
  return Object.keys(enabled).length > 0 ? { enabled } : {};
}

/** The keys under which two objects do not say the same. */
function differingKeys(one: object | null | undefined, other: object | null | undefined): readonly string[] {
  const [left, right] = [one ?? {}, other ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => key !== "__proto__" && textAt(left, key) !== textAt(right, key));
}

function textAt(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? JSON.stringify(record[key]) : undefined;
}

/** The lines of GrowthBook's diff, each with the path of its field. */
function pathsOf(diff: unknown, prefix: string): readonly ChangedPath[] {
  if (!isObject(diff)) return [];
  const { added, removed, modified, values, changes } = diff;
  return [
    ...entriesOf(added).map(([key, after]) => ({ path: prefix + key, after })),
    ...entriesOf(removed).map(([key, before]) => ({ path: prefix + key, before })),
    // Rules have a diff of another kind, with places in a list: the payload has it.
    ...(changes === undefined ? [] : [{ path: prefix.slice(0, -1) }]),
    ...[modified, values]
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .flatMap((one: unknown) => pathsIn(one, prefix)),
  ];
}

function pathsIn(field: unknown, prefix: string): readonly ChangedPath[] {
  if (!isObject(field) || typeof field["key"] !== "string") return [];
  const { key, oldValue: before, newValue: after } = field;
  const path = `${prefix}${key}`;
  if (!Object.hasOwn(field, "oldValue") && !Object.hasOwn(field, "newValue"))
    return pathsOf(field, `${path}.`);
  return [{ path, before, after }];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function isRevision(event: GrowthbookEvent | GrowthbookSdkEvent): event is FeatureRevisionEvent {
  return event.type.startsWith("feature.revision.");
}

function revisionChange({ type, payload }: FeatureRevisionEvent): Change {
  const { featureId, version, comment, reviewComment } = payload.data.object;
  const said = reviewComment || comment;
  return {
    ...commonOf(payload, undefined),
    grain: "flag",
    action: REVIEWS.test(type) ? "approval" : "unknown",
    subject: { key: featureId },
    ...(said && { comment: said }),
    ...(typeof version === "number" && { version: String(version) }),
  };
}

function isThing(event: GrowthbookEvent | GrowthbookSdkEvent): event is ThingEvent {
  return /^(?:experiment|savedGroup|constant|config)\.(?:created|updated|deleted)$/.test(event.type);
}

function thingChange({ type, payload }: ThingEvent): Change {
  const [kind, action] = type.split(".") as [string, "created" | "updated" | "deleted"];
  const { object, current, previous } = payload.data;
  const { id, name } = object ?? current ?? previous ?? {};
  return {
    ...commonOf(payload, undefined),
    grain: "project",
    resource: RESOURCES[kind]!,
    action,
    subject: { ...(id && { id }), ...(name && { name }) },
  };
}

function connectionChange({ payload, sdkKey }: PayloadChangedEvent): Change {
  const timestamp = payload?.timestamp;
  return {
    grain: "connection",
    resource: "other",
    action: "unknown",
    ...(sdkKey !== undefined && { subject: { key: sdkKey } }),
    ...(timestamp && { occurredAt: timestamp }),
  };
}

function commonOf(payload: GrowthbookPayloadBase, feature: Feature | undefined) {
  const { created, projects, user } = payload;
  const project = feature === undefined ? onlyOf(projects) : feature.project;
  const { version, comment } = versionOf(feature);
  const tags = feature?.tags;
  return {
    resource: "flag",
    ...(feature && { subject: { key: feature.id, ...(tags && { tags }) } }),
    ...(project && { project: { id: project } }),
    ...(comment && { comment }),
    actor: actorOf(user),
    ...(typeof version === "number" && { version: String(version) }),
    ...timeOf(created),
  } as const;
}

function onlyOf(ids: readonly string[] | null | undefined): string | undefined {
  return ids?.length === 1 ? ids[0] : undefined;
}

function versionOf(feature: FeatureAttributes | undefined): NonNullable<FeatureAttributes["revision"]> {
  return feature?.revision ?? {};
}

const ACTORS: Readonly<Record<string, ChangeActor["type"]>> = {
  dashboard: "user",
  api_key: "api-key",
  system: "system",
};

function actorOf(user: GrowthbookPayloadBase["user"]): ChangeActor {
  const { type, id, email, name } = user ?? {};
  return {
    type: type && Object.hasOwn(ACTORS, type) ? ACTORS[type]! : "unknown",
    ...(id && { id }),
    ...(email && { email }),
    ...(name && { name }),
  };
}

/** Milliseconds since 1970 as ISO 8601, or nothing where no date has that time. */
function timeOf(created: number | null | undefined): { readonly occurredAt?: string } {
  if (created == null || !(Math.abs(created) <= 8_640_000_000_000_000)) return {};
  return { occurredAt: new Date(created).toISOString() };
}
