import type { ProviderDefinition } from "@flaghook/core";
import { isObject } from "@flaghook/core/check";
import { checkOf } from "@flaghook/core/shape";
import { scheme } from "./scheme.ts";
import {
  auditLogCreatedShape,
  flagDeletedShape,
  flagUpdatedShape,
  identityShape,
  newVersionPublishedShape,
} from "./shapes.ts";
import type { AuditLogCreatedPayload, NewVersionPublishedPayload } from "./types.ts";

/** A test passes it to the functions that look for mistakes. */
export const definition: ProviderDefinition = {
  id: "flagsmith",
  scheme,
  eventName,
  events: {
    // Equal changes differ by their microseconds, and a retry has the same bytes: a digest will do.
    FLAG_UPDATED: { validator: checkOf(flagUpdatedShape) },
    FLAG_DELETED: { validator: checkOf(flagDeletedShape) },
    NEW_VERSION_PUBLISHED: { validator: checkOf(newVersionPublishedShape), identity: versionIdentity },
    AUDIT_LOG_CREATED: { validator: checkOf(auditLogCreatedShape), identity: auditLogIdentity },
    // Sent whenever somebody looks up the identity: the same flags again are a new occurrence.
    identity: { validator: checkOf(identityShape), repeatable: true },
  },
};

/** The integration for identities sends no envelope, and so no `event_type`. */
function eventName(payload: unknown): string | undefined {
  if (!isObject(payload)) return undefined;
  const { event_type: type } = payload;
  if (Object.hasOwn(payload, "event_type")) return typeof type === "string" ? type : undefined;
  return Object.hasOwn(payload, "identity") && Object.hasOwn(payload, "flags") ? "identity" : undefined;
}

function versionIdentity({ event_type, data }: NewVersionPublishedPayload): string {
  return JSON.stringify([event_type, data.uuid]);
}

/** The dashboard's test delivery has no id: then everything that says which line it is. */
function auditLogIdentity({ event_type, data }: AuditLogCreatedPayload): string {
  const { id, created_date, log, related_object_type, related_object_id } = data;
  return typeof id === "number"
    ? JSON.stringify([event_type, id])
    : JSON.stringify([event_type, created_date, log, related_object_type, related_object_id]);
}
