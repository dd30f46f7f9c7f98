// A change as a CloudEvent, in the JSON form that every binding of CloudEvents can carry.
import type { FlagChange } from "@flaghook/core";
import { isTimestamp } from "./timestamp.ts";

/**
 * A change as CloudEvents 1.0 sees it. `JSON.stringify` gives the structured form, to be sent as
 * `application/cloudevents+json`; the `cloudevents` SDK takes it as it is.
 */
export interface FlagChangeCloudEvent {
  readonly specversion: "1.0";
  /** The id of the change: the same for the same change, unique together with `source`. */
  readonly id: string;
  readonly source: string;
  /** `io.github.flaghook.` with the resource and the action, such as `flag.updated`, and `.v1`. */
  readonly type: `io.github.flaghook.${FlagChange["resource"]}.${FlagChange["action"]}.v1`;
  /**
   * The key of what changed, else its id, else its name. Absent when the provider named nothing.
   */
  readonly subject?: string;
  /** The provider's time. Absent when it sent none, or none that CloudEvents allows. */
  readonly time?: string;
  readonly datacontenttype: "application/json";
  /** Who made the change, in the words of the extension Auth Context. */
  readonly authtype?: "api_key" | "service_account" | "system" | "unknown" | "user";
  /** The provider's id of who made the change. Never an e-mail address or a name. */
  readonly authid?: string;
  readonly data: FlagChange;
}

/** Options of `toCloudEvent`. */
export interface CloudEventOptions {
  /**
   * Where the change was received, as a URI: `https://hooks.example.com/goff` say. Two receivers
   * that may see the same change need the same one, if the change is to count once.
   */
  readonly source: string;
}

const AUTH_TYPES = {
  "api-key": "api_key",
  service: "service_account",
  system: "system",
  unknown: "unknown",
  user: "user",
} as const;

/** What a URI reference may have: anything else has to be percent-encoded. */
const URI_REFERENCE = /^(?:[\w!#$&'()*+,./:;=?@[\]~-]|%[\da-fA-F]{2})+$/u;

/**
 * Makes a CloudEvent of a change. Its `data` is the whole change, the actor's name and e-mail
 * address included: leave out what your subscribers must not see.
 *
 * @throws {TypeError} when `source` is no URI reference. CloudEvents demands one, and it must not
 *   be empty.
 *
 * Source of the format: CloudEvents 1.0.2 and its extension Auth Context, checked 2026-11-29.
 *
 * @example
 * ```ts
 * import { flagChanges, type GoffEvent } from "@flaghook/goff";
 * import { toCloudEvent } from "@flaghook/outlets/cloudevents";
 *
 * export async function publish(event: GoffEvent): Promise<void> {
 *   const source = "https://hooks.example.com/goff";
 *   for (const change of flagChanges(event)) {
 *     const body = JSON.stringify(toCloudEvent(change, { source }));
 *     const headers = { "content-type": "application/cloudevents+json" };
 *     await fetch("https://broker.example.com", { method: "POST", headers, body });
 *   }
 * }
 * ```
 */
export function toCloudEvent(change: FlagChange, { source }: CloudEventOptions): FlagChangeCloudEvent {
  if (typeof source !== "string" || !URI_REFERENCE.test(source)) {
    throw new TypeError('source must be a URI, such as "https://hooks.example.com/goff".');
  }
  const { actor, occurredAt, subject } = change;
  const name = subject?.key || subject?.id || subject?.name;
  return {
    specversion: "1.0",
    id: change.id,
    source,
    type: `io.github.flaghook.${change.resource}.${change.action}.v1`,
    ...(name && { subject: name }),
    ...(isTimestamp(occurredAt) && { time: occurredAt }),
    datacontenttype: "application/json",
    ...(actor && { authtype: AUTH_TYPES[actor.type] }),
    ...(actor?.id && { authid: actor.id }),
    data: change,
  };
}
