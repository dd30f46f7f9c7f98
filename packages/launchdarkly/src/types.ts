import type { EventBase } from "@flaghook/core";

/** An event of LaunchDarkly: an entry of its audit log. Narrow on `type`. */
export type LaunchdarklyEvent = FlagEntryEvent | EntryEvent | LaunchdarklyUnknownEvent;

/** Common to every event. The `dedupeKey` is the entry's signed `_id`. */
export interface LaunchdarklyEventBase extends EventBase {
  readonly provider: "launchdarkly";
}

/** Something about a flag changed. `payload.accesses` says what, often more than one thing. */
export interface FlagEntryEvent extends LaunchdarklyEventBase {
  readonly type: "flag";
  readonly name: "flag";
  readonly payload: FlagEntryPayload;
}

/** Something else changed: a `segment`, an `environment`, a `project` or one of 15 more kinds. */
export interface EntryEvent extends LaunchdarklyEventBase {
  readonly type: EntryKind;
  readonly name: EntryKind;
  readonly payload: EntryPayload;
}

/** A signed entry of a kind that LaunchDarkly's documentation does not name. */
export interface LaunchdarklyUnknownEvent extends LaunchdarklyEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * Kinds of entries beside `"flag"`: those that a custom role can name, according to LaunchDarkly's
 * documentation of role resources (checked 2026-11-21).
 */
export type EntryKind =
  | "segment"
  | "environment"
  | "project"
  | "member"
  | "role"
  | "webhook"
  | "integration"
  | "destination"
  | "relay-proxy-config"
  | "experiment"
  | "metric"
  | "metric-group"
  | "team"
  | "release-pipeline"
  | "layer"
  | "holdout"
  | "aiconfig"
  | "application";

/**
 * An entry of the audit log. Only `_id`, `date`, `kind`, `accesses` and `name` are always there:
 * deletions and entries made by tokens leave out much.
 *
 * @see https://launchdarkly.com/docs/api/webhooks (checked 2026-11-21)
 */
export interface EntryPayload extends EntryFields {
  readonly kind: EntryKind;
  readonly previousVersion?: unknown;
  readonly currentVersion?: unknown;
}

/** Fields of every entry, whatever it is about. */
export interface EntryFields {
  /** Signed and unique: the entry's identity. */
  readonly _id: string;
  /** Unix time in milliseconds. Entries may come out of order: sort by it. */
  readonly date: number;
  /** Each thing that was done: read all of them. A new flag has one for each environment. */
  readonly accesses: readonly EntryAccess[];
  /** The display name. The key is in the resource. */
  readonly name: string;
  /** Markdown with text that users wrote. */
  readonly description?: string | null | undefined;
  readonly shortDescription?: string | null | undefined;
  readonly comment?: string | null | undefined;
  /** Absent when a token, an app or LaunchDarkly itself acted. */
  readonly member?: EntryMember | null | undefined;
  /** There beside `member` if somebody used a personal token. */
  readonly token?: EntryActor | null | undefined;
  readonly app?: EntryActor | null | undefined;
  /** Markdown with text that users wrote. */
  readonly title?: string | null | undefined;
  readonly target?: EntryTarget | null | undefined;
  readonly parent?: EntryParent | null | undefined;
  readonly _links?: EntryLinks | null | undefined;
}

/** An entry about a flag. A deletion has neither version. */
export interface FlagEntryPayload extends EntryFields {
  readonly kind: "flag";
  readonly previousVersion?: FlagVersion | null | undefined;
  /** May have fewer environments than the previous one, which says nothing about the others. */
  readonly currentVersion?: FlagVersion | null | undefined;
}

/** One thing that was done. */
export interface EntryAccess {
  /** Such as `"updateOn"`. LaunchDarkly adds new ones. */
  readonly action?: string | null | undefined;
  /** Such as `"proj/default:env/production:flag/checkout"`, perhaps followed by `;` and tags. */
  readonly resource?: string | null | undefined;
}

/** The person who acted. */
export interface EntryMember {
  readonly _id?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
}

/** The token or app that acted. */
export interface EntryActor {
  readonly _id?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** The thing that changed. */
export interface EntryTarget {
  readonly name?: string | null | undefined;
  readonly _links?: EntryLinks | null | undefined;
}

/** Where the target is, such as its environment. */
export interface EntryParent {
  readonly name?: string | null | undefined;
  readonly resource?: string | null | undefined;
}

/** Links by what they lead to. */
export interface EntryLinks {
  readonly site?: EntryLink | null | undefined;
}

/** A path, not a URL. */
export interface EntryLink {
  readonly href?: string | null | undefined;
}

/** A whole flag, before or after. */
export interface FlagVersion {
  readonly key?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly archived?: boolean | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly _version?: number | null | undefined;
  readonly environments?: Readonly<Record<string, FlagEnvironment>> | null | undefined;
}

/** A flag in one environment. */
export interface FlagEnvironment {
  readonly on?: boolean | null | undefined;
  readonly version?: number | null | undefined;
  readonly _environmentName?: string | null | undefined;
}
