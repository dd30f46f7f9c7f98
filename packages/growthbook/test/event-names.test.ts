import { expect, test } from "vitest";
import { featureRevisionEventNames, noticeEventNames, thingEventNames } from "../src/event-names.ts";
import { growthbook } from "../src/index.ts";
import type { FeatureRevisionEventName, NoticeEventName, ThingEventName } from "../src/types.ts";

/** Every name in GrowthBook's validators/events.ts at 8f1db44 (checked 2026-11-21). */
const listed = `
  feature.created feature.updated feature.deleted
  feature.saferollout.ship feature.saferollout.rollback feature.saferollout.unhealthy
  feature.rampSchedule.created feature.rampSchedule.deleted
  feature.rampSchedule.actions.started feature.rampSchedule.actions.completed
  feature.rampSchedule.actions.rolledBack feature.rampSchedule.actions.jumped
  feature.rampSchedule.actions.step.advanced feature.rampSchedule.actions.step.approvalRequired
  feature.rampSchedule.actions.awaitingStartApproval feature.rampSchedule.actions.startApproved
  feature.revision.created feature.revision.updated feature.revision.reviewRequested
  feature.revision.approved feature.revision.changesRequested feature.revision.commented
  feature.revision.discarded feature.revision.reopened feature.revision.recalled
  feature.revision.reviewRetracted feature.revision.publishScheduleChanged feature.revision.rebased
  feature.revision.published feature.revision.reverted feature.revision.publishFailed
  savedGroup.created savedGroup.updated savedGroup.deleted savedGroup.revision.created
  savedGroup.revision.updated savedGroup.revision.reviewRequested savedGroup.revision.approved
  savedGroup.revision.changesRequested savedGroup.revision.commented savedGroup.revision.discarded
  savedGroup.revision.rebased savedGroup.revision.published savedGroup.revision.reverted
  savedGroup.revision.reopened savedGroup.revision.recalled savedGroup.revision.reviewRetracted
  savedGroup.revision.publishScheduleChanged savedGroup.revision.publishFailed constant.created
  constant.updated constant.deleted constant.revision.created constant.revision.updated
  constant.revision.reviewRequested constant.revision.approved constant.revision.changesRequested
  constant.revision.commented constant.revision.discarded constant.revision.rebased
  constant.revision.published constant.revision.reverted constant.revision.reopened
  constant.revision.recalled constant.revision.reviewRetracted
  constant.revision.publishScheduleChanged constant.revision.publishFailed config.created
  config.updated config.deleted config.revision.created config.revision.updated
  config.revision.reviewRequested config.revision.approved config.revision.changesRequested
  config.revision.commented config.revision.discarded config.revision.rebased
  config.revision.published config.revision.reverted config.revision.reopened
  config.revision.recalled config.revision.reviewRetracted config.revision.publishScheduleChanged
  config.revision.publishFailed
  experiment.created experiment.updated experiment.deleted experiment.warning
  experiment.info.significance experiment.info.scheduled-status-update
  experiment.decision.ship experiment.decision.rollback experiment.decision.review
  user.login webhook.test
`;

test("knows the 95 names that GrowthBook lists, and the one of its test", () => {
  const names = listed.trim().split(/\s+/);
  expect(names).toHaveLength(96);
  expect(Object.keys(growthbook.events).toSorted()).toEqual(names.toSorted());
});

test("types each of them", () => {
  const typed: Readonly<Record<FeatureRevisionEventName | ThingEventName | NoticeEventName, true>> = {
    "feature.saferollout.ship": true,
    "feature.saferollout.rollback": true,
    "feature.saferollout.unhealthy": true,
    "feature.rampSchedule.created": true,
    "feature.rampSchedule.deleted": true,
    "feature.rampSchedule.actions.started": true,
    "feature.rampSchedule.actions.completed": true,
    "feature.rampSchedule.actions.rolledBack": true,
    "feature.rampSchedule.actions.jumped": true,
    "feature.rampSchedule.actions.step.advanced": true,
    "feature.rampSchedule.actions.step.approvalRequired": true,
    "feature.rampSchedule.actions.awaitingStartApproval": true,
    "feature.rampSchedule.actions.startApproved": true,
    "feature.revision.created": true,
    "feature.revision.updated": true,
    "feature.revision.reviewRequested": true,
    "feature.revision.approved": true,
    "feature.revision.changesRequested": true,
    "feature.revision.commented": true,
    "feature.revision.discarded": true,
    "feature.revision.reopened": true,
    "feature.revision.recalled": true,
    "feature.revision.reviewRetracted": true,
    "feature.revision.publishScheduleChanged": true,
    "feature.revision.rebased": true,
    "feature.revision.published": true,
    "feature.revision.reverted": true,
    "feature.revision.publishFailed": true,
    "experiment.created": true,
    "experiment.updated": true,
    "experiment.deleted": true,
    "experiment.warning": true,
    "experiment.info.significance": true,
    "experiment.info.scheduled-status-update": true,
    "experiment.decision.ship": true,
    "experiment.decision.rollback": true,
    "experiment.decision.review": true,
    "savedGroup.created": true,
    "savedGroup.updated": true,
    "savedGroup.deleted": true,
    "savedGroup.revision.created": true,
    "savedGroup.revision.updated": true,
    "savedGroup.revision.reviewRequested": true,
    "savedGroup.revision.approved": true,
    "savedGroup.revision.changesRequested": true,
    "savedGroup.revision.commented": true,
    "savedGroup.revision.discarded": true,
    "savedGroup.revision.rebased": true,
    "savedGroup.revision.published": true,
    "savedGroup.revision.reverted": true,
    "savedGroup.revision.reopened": true,
    "savedGroup.revision.recalled": true,
    "savedGroup.revision.reviewRetracted": true,
    "savedGroup.revision.publishScheduleChanged": true,
    "savedGroup.revision.publishFailed": true,
    "constant.created": true,
    "constant.updated": true,
    "constant.deleted": true,
    "constant.revision.created": true,
    "constant.revision.updated": true,
    "constant.revision.reviewRequested": true,
    "constant.revision.approved": true,
    "constant.revision.changesRequested": true,
    "constant.revision.commented": true,
    "constant.revision.discarded": true,
    "constant.revision.rebased": true,
    "constant.revision.published": true,
    "constant.revision.reverted": true,
    "constant.revision.reopened": true,
    "constant.revision.recalled": true,
    "constant.revision.reviewRetracted": true,
    "constant.revision.publishScheduleChanged": true,
    "constant.revision.publishFailed": true,
    "config.created": true,
    "config.updated": true,
    "config.deleted": true,
    "config.revision.created": true,
    "config.revision.updated": true,
    "config.revision.reviewRequested": true,
    "config.revision.approved": true,
    "config.revision.changesRequested": true,
    "config.revision.commented": true,
    "config.revision.discarded": true,
    "config.revision.rebased": true,
    "config.revision.published": true,
    "config.revision.reverted": true,
    "config.revision.reopened": true,
    "config.revision.recalled": true,
    "config.revision.reviewRetracted": true,
    "config.revision.publishScheduleChanged": true,
    "config.revision.publishFailed": true,
    "user.login": true,
  };
  expect([...featureRevisionEventNames, ...thingEventNames, ...noticeEventNames].toSorted()).toEqual(
    Object.keys(typed).toSorted(),
  );
});
