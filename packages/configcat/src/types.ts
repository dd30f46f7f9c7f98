import type { EventBase } from "@flaghook/core";

/** An event of ConfigCat. Narrow on `type`. */
export type ConfigcatEvent = ChangedEvent | NotifiedEvent | ConfigcatUnknownEvent;

/** Common to every event of ConfigCat. The signed `id` is new for each attempt. */
export interface ConfigcatEventBase extends EventBase {
  readonly provider: "configcat";
}

/** Settings were published, in the form of our `bodyTemplate`. The name is ours. */
export interface ChangedEvent extends ConfigcatEventBase {
  readonly type: "changed";
  readonly name: "changed";
  readonly payload: ChangedPayload;
}

/** Settings were published. The delivery has no body, so it does not say which. */
export interface NotifiedEvent extends ConfigcatEventBase {
  readonly type: "notified";
  readonly name: "notified";
  readonly payload: undefined;
}

/** Signed JSON in a template of your own: `createProvider` makes a provider that knows it. */
export interface ConfigcatUnknownEvent extends ConfigcatEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * A body in our `bodyTemplate`. Only `changes` is required: you may leave out the rest.
 *
 * @see https://configcat.com/docs/advanced/notifications-webhooks (checked 2026-11-21)
 */
export interface ChangedPayload {
  /**
   * One for each published setting. Always a list, even if the template puts them in quotes, as
   * JSON text.
   */
  readonly changes: readonly ChangeDetail[];
  /** The config's name. */
  readonly config?: string | null | undefined;
  readonly configId?: string | null | undefined;
  /** The environment's name. */
  readonly environment?: string | null | undefined;
  readonly environmentId?: string | null | undefined;
  /** The config in ConfigCat's dashboard. */
  readonly url?: string | null | undefined;
  /** The notes that somebody wrote when publishing. */
  readonly notes?: string | null | undefined;
  /** Name and e-mail address, in no documented form. */
  readonly by?: string | null | undefined;
}

/** What became of one setting. */
export interface ChangeDetail {
  readonly settingKey: string;
  /** `"added"`, `"deleted"` or `"changed"`. */
  readonly event: string;
  /** Prose, over several lines. */
  readonly details?: string | null | undefined;
}
