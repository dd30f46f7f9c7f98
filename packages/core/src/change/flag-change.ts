/**
 * One change of a flag, segment or the like, in one vocabulary for all providers. As precise as the
 * provider and never more: what was not sent is absent.
 */
export interface FlagChange {
  /** The event's `dedupeKey`, `#` and the place in the list. As unique as that `dedupeKey` is. */
  readonly id: string;
  /** The provider's id, such as `"goff"`. */
  readonly provider: string;
  /** How precisely the provider says where. Never guessed down: a wider one may be of one flag. */
  readonly grain: "flag-environment" | "flag" | "environment" | "project" | "connection";
  /** The kind of thing that changed. `"other"` is anything without a word of its own here. */
  readonly resource: "flag" | "segment" | "experiment" | "config" | "other";
  /** What happened to it. `"unknown"` when the provider's word has no counterpart here. */
  readonly action:
    | "created"
    | "updated"
    | "deleted"
    | "archived"
    | "restored"
    | "enabled"
    | "disabled"
    | "targeting-changed"
    | "variations-changed"
    | "metadata-changed"
    | "approval"
    | "published"
    | "unknown";
  /** The provider's own word for the action. */
  readonly rawAction: string;
  /** Which one changed, of whatever `resource` says. Absent when the grain is wider. */
  readonly subject?: ChangeReference & { readonly tags?: readonly string[] };
  /** The project, if it was named. Two providers' ids have nothing in common. */
  readonly project?: ChangeReference;
  /** The environment, if it was named. Absent does not mean every environment. */
  readonly environment?: ChangeReference;
  /** Only what was said: that a flag is off now does not prove that it was on. */
  readonly enabled?: { readonly before?: boolean; readonly after?: boolean };
  /** The provider's own object before the change. Its form differs by provider. */
  readonly before?: unknown;
  /** The provider's own object after the change. Its form differs by provider. */
  readonly after?: unknown;
  /** The provider's own diff. Absent when it sends none: we compare nothing ourselves. */
  readonly changes?: readonly ChangedPath[];
  /** The provider's text: data, never markup. */
  readonly summary?: string;
  /** What the author wrote about the change: data, never markup. */
  readonly comment?: string;
  /** A page about the change, as sent. Its scheme and host are not validated. */
  readonly url?: string;
  /** Who made the change, as the provider says. Proves nothing about permission. */
  readonly actor?: ChangeActor;
  /** The provider's version or revision after the change. Not an order between providers. */
  readonly version?: string;
  /** ISO 8601. The provider's time only, never when we received it. */
  readonly occurredAt?: string;
}

/** Names one thing. Each field is there only if the provider sent it. */
export interface ChangeReference {
  /** The readable key that code uses. */
  readonly key?: string;
  /** The provider's id, as text. */
  readonly id?: string;
  /** The name that people see. It may change. */
  readonly name?: string;
}

/** One line of a provider's diff. */
export interface ChangedPath {
  /** The provider's own path or property name, in its own syntax. */
  readonly path: string;
  /** Absent when the provider sent none, for an addition say. */
  readonly before?: unknown;
  /** Absent when the provider sent none, for a removal say. */
  readonly after?: unknown;
}

/** Who made a change. */
export interface ChangeActor {
  /** `"unknown"` when the provider does not say what kind of actor it is. */
  readonly type: "user" | "api-key" | "service" | "system" | "unknown";
  /** The provider's id of the actor. */
  readonly id?: string;
  /** As sent. Not proven to be the actor's. */
  readonly email?: string;
  /** As sent, for people to read. */
  readonly name?: string;
}
