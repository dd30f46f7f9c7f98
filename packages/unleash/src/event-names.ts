import type { FlagChange } from "@flaghook/core";
import type { EventName } from "./types.ts";

/** What each event does. A record, so that the compiler demands every name and no other. */
export const actionOf: Readonly<Record<EventName, FlagChange["action"]>> = {
  "feature-created": "created",
  "feature-updated": "metadata-changed",
  "feature-archived": "archived",
  "feature-revived": "restored",
  "feature-stale-on": "metadata-changed",
  "feature-stale-off": "metadata-changed",
  "feature-completed": "metadata-changed",
  "feature-environment-enabled": "enabled",
  "feature-environment-disabled": "disabled",
  "feature-strategy-add": "targeting-changed",
  "feature-strategy-update": "targeting-changed",
  "feature-strategy-remove": "targeting-changed",
  "feature-metadata-updated": "metadata-changed",
  "feature-variants-updated": "variations-changed",
  "feature-project-change": "metadata-changed",
  "feature-tagged": "metadata-changed",
  "feature-untagged": "metadata-changed",
  "feature-potentially-stale-on": "metadata-changed",
  "change-request-created": "approval",
  "change-request-discarded": "approval",
  "change-added": "approval",
  "change-discarded": "approval",
  "change-request-approved": "approval",
  "change-request-approval-added": "approval",
  "change-request-cancelled": "approval",
  "change-request-sent-to-review": "approval",
  "change-request-applied": "approval",
  "change-request-scheduled": "approval",
  "change-request-scheduled-application-success": "approval",
  "change-request-scheduled-application-failure": "approval",
  "change-request-schedule-suspended": "approval",
  "release-plan-progressions-paused": "targeting-changed",
  "release-plan-progressions-resumed": "targeting-changed",
};

/** Names of the events that a webhook can be set up for. */
export const eventNames: readonly EventName[] = /* @__PURE__ */ Object.keys(actionOf) as EventName[]; // no other key
