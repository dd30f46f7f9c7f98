import type { ApprovalEventName, ChangeEventName } from "./types.ts";

/** What happens to a thing, and the things to which just that happens. */
const CHANGES = [
  ["created updated deleted archived", "attribute event flag variation group"],
  ["created updated deleted", "project_setting ruleset rule variable"],
  ["created updated archived", "audience environment"],
] as const;

/** Names of the events whose `data` lists entries of the change history. */
export const changeEventNames = /* @__PURE__ */ CHANGES.flatMap(([endings, things]) =>
  things.split(" ").flatMap((thing) => namesOf(thing, endings)),
) as ChangeEventName[]; // a test compares them

/** Names of the events about approvals. */
export const approvalEventNames = /* @__PURE__ */ namesOf(
  "approval",
  "created updated archived",
) as ApprovalEventName[]; // likewise

function namesOf(thing: string, endings: string): readonly string[] {
  return endings.split(" ").map((ending) => `project.${thing}_${ending}`);
}
