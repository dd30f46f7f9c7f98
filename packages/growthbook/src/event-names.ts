import type { FeatureRevisionEventName, NoticeEventName, ThingEventName } from "./types.ts";

const STEPS =
  "created updated reviewRequested approved changesRequested commented discarded reopened recalled " +
  "reviewRetracted publishScheduleChanged rebased published reverted publishFailed";

const NOTICES = [
  ["feature.saferollout", "ship rollback unhealthy"],
  ["feature.rampSchedule", "created deleted"],
  [
    "feature.rampSchedule.actions",
    "started completed rolledBack jumped step.advanced step.approvalRequired awaitingStartApproval startApproved",
  ],
  ["experiment", "warning"],
  ["experiment.info", "significance scheduled-status-update"],
  ["experiment.decision", "ship rollback review"],
  ["savedGroup.revision", STEPS],
  ["constant.revision", STEPS],
  ["config.revision", STEPS],
  ["user", "login"],
] as const;

/** Names of the events about a draft of a feature. */
export const featureRevisionEventNames = /* @__PURE__ */ namesOf(
  "feature.revision",
  STEPS,
) as FeatureRevisionEventName[]; // a test compares them

/** Names of the events about things that are not features. */
export const thingEventNames = /* @__PURE__ */ ["experiment", "savedGroup", "constant", "config"].flatMap(
  (thing) => namesOf(thing, "created updated deleted"),
) as ThingEventName[]; // likewise

/** Names of all other events. */
export const noticeEventNames = /* @__PURE__ */ NOTICES.flatMap(([thing, endings]) =>
  namesOf(thing, endings),
) as NoticeEventName[]; // likewise

function namesOf(thing: string, endings: string): readonly string[] {
  return endings.split(" ").map((ending) => `${thing}.${ending}`);
}
