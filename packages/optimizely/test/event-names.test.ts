import { expect, test } from "vitest";
import { approvalEventNames, changeEventNames } from "../src/event-names.ts";
import type { ApprovalEventName, ChangeEventName } from "../src/types.ts";

// As records, so that the compiler demands every name of the types and no other.
const change: Readonly<Record<ChangeEventName, true>> = {
  "project.attribute_created": true,
  "project.attribute_updated": true,
  "project.attribute_deleted": true,
  "project.attribute_archived": true,
  "project.audience_created": true,
  "project.audience_updated": true,
  "project.audience_archived": true,
  "project.environment_created": true,
  "project.environment_updated": true,
  "project.environment_archived": true,
  "project.event_created": true,
  "project.event_updated": true,
  "project.event_deleted": true,
  "project.event_archived": true,
  "project.flag_created": true,
  "project.flag_updated": true,
  "project.flag_deleted": true,
  "project.flag_archived": true,
  "project.project_setting_created": true,
  "project.project_setting_updated": true,
  "project.project_setting_deleted": true,
  "project.ruleset_created": true,
  "project.ruleset_updated": true,
  "project.ruleset_deleted": true,
  "project.rule_created": true,
  "project.rule_updated": true,
  "project.rule_deleted": true,
  "project.variation_created": true,
  "project.variation_updated": true,
  "project.variation_deleted": true,
  "project.variation_archived": true,
  "project.variable_created": true,
  "project.variable_updated": true,
  "project.variable_deleted": true,
  "project.group_created": true,
  "project.group_updated": true,
  "project.group_deleted": true,
  "project.group_archived": true,
};

const approval: Readonly<Record<ApprovalEventName, true>> = {
  "project.approval_created": true,
  "project.approval_updated": true,
  "project.approval_archived": true,
};

test("the names of changes and approvals are those of the types", () => {
  expect(changeEventNames.toSorted()).toEqual(Object.keys(change).toSorted());
  expect(approvalEventNames.toSorted()).toEqual(Object.keys(approval).toSorted());
});
