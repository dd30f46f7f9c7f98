import type { ChangeActor, FlagChange } from "@flaghook/core";
import type { AuditAction, AuditActor, FliptEvent } from "./types.ts";

type KnownEvent = Exclude<FliptEvent, { readonly type: "unknown" }>;

/** Fields that a change reads, wherever an event has them. */
interface Fields {
  readonly key?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly flag_key?: string | null | undefined;
  readonly segment_key?: string | null | undefined;
  readonly namespace_key?: string | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly rank?: number | null | undefined;
}

/**
 * The change of an audit event: one, or none if Flipt denied it. An unknown event has none.
 *
 * An updated flag comes as it is now, and Flipt does not say which field changed: its action is
 * `"unknown"`, with `enabled.after`. A namespace is the `project`; a deletion may not name it. Use
 * {@link namespaceAsEnvironment} if you keep one namespace per environment. A new or updated
 * distribution does not name its flag.
 *
 * @example
 * ```ts
 * import { flagChanges, type FliptEvent } from "@flaghook/flipt";
 *
 * export function report(event: FliptEvent): string[] {
 *   return flagChanges(event).map(({ subject, action }) => `${subject?.key}: ${action}`);
 * }
 * ```
 */
export function flagChanges(event: FliptEvent): readonly FlagChange[] {
  if (event.type === "unknown" || event.payload.status === "denied") return [];
  const { action, metadata, timestamp } = event.payload;
  const fields = fieldsOf(event);
  const resource = resourceOf(event.type);
  const subject = subjectOf(event.type, fields);
  const record = event.payload.payload ?? undefined;
  return [
    {
      id: `${event.dedupeKey}#0`,
      provider: "flipt",
      grain: resource === "flag" && subject === undefined ? "environment" : "flag",
      resource,
      action: actionOf(event.type, action),
      rawAction: `${event.type}.${action}`,
      ...(subject && { subject }),
      ...(fields.namespace_key && { project: { key: fields.namespace_key } }),
      ...(typeof fields.enabled === "boolean" && { enabled: { after: fields.enabled } }),
      ...(action === "deleted" && isRecord(event.type, fields) && { before: record }),
      ...(action !== "deleted" && record !== undefined && { after: record }),
      actor: actorOf(metadata?.actor ?? {}),
      ...(timestamp && { occurredAt: timestamp }),
    },
  ];
}

/**
 * The same change with the namespace as its `environment` instead of its `project`. Use it if you
 * keep one namespace per environment.
 *
 * @example
 * ```ts
 * import { flagChanges, namespaceAsEnvironment, type FliptEvent } from "@flaghook/flipt";
 *
 * export function environmentsOf(event: FliptEvent): (string | undefined)[] {
 *   return flagChanges(event)
 *     .map(namespaceAsEnvironment)
 *     .map(({ environment }) => environment?.key);
 * }
 * ```
 */
export function namespaceAsEnvironment(change: FlagChange): FlagChange {
  const { project, ...others } = change;
  if (project === undefined) return change;
  const isOfFlag = change.grain === "flag" && change.resource === "flag";
  return { ...others, ...(isOfFlag && { grain: "flag-environment" }), environment: project };
}

/** A token's record is a map of anything. */
function fieldsOf({ type, payload }: KnownEvent): Fields {
  return type === "token" ? {} : (payload.payload ?? {});
}

function resourceOf(type: KnownEvent["type"]): FlagChange["resource"] {
  if (type === "segment" || type === "constraint") return "segment";
  return type === "namespace" || type === "token" ? "other" : "flag";
}

function subjectOf(type: KnownEvent["type"], fields: Fields): FlagChange["subject"] {
  const hasOwnKey = type === "flag" || type === "segment" || type === "namespace";
  const keyOfWhole = type === "constraint" ? fields.segment_key : fields.flag_key;
  const key = hasOwnKey ? fields.key : keyOfWhole;
  if (!key) return undefined;
  return { key, ...(hasOwnKey && fields.name && { name: fields.name }) };
}

function actionOf(type: KnownEvent["type"], action: AuditAction): FlagChange["action"] {
  if (type === "variant") return "variations-changed";
  if (type === "rule" || type === "rollout" || type === "distribution") return "targeting-changed";
  if (type === "constraint") return "updated"; // of its segment
  return type === "flag" && action === "updated" ? "unknown" : action;
}

/** Whether a deletion has the record itself, and not the request alone. */
function isRecord(type: KnownEvent["type"], { rank }: Fields): boolean {
  return (type === "rule" || type === "rollout") && typeof rank === "number";
}

function actorOf({ authentication, email, name }: AuditActor): ChangeActor {
  if (email || name) return { type: "user", ...(email && { email }), ...(name && { name }) };
  return { type: authentication === "token" ? "api-key" : "unknown" };
}
