import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import type { Description, Fields } from "../../src/model/description.ts";
import { repeatableActions } from "../../src/rules/repeatable.ts";
import { description } from "../corrected.ts";

function repeats(action: string, fields: Fields, event = "widget"): boolean | readonly string[] {
  const given: Description = {
    sources: [],
    components: {},
    events: { [event]: { anchor: "", actions: { [action]: fields } } },
  };
  return repeatableActions(given, event);
}

const text = { is: ["string"], required: 1 } as const;

test("a payload that holds nothing that moves can repeat", () => {
  expect(repeats("edited", { widget: { fields: { name: text } } })).toBe(true);
});

test("a time that any change moves tells two occurrences apart, a time of making does not", () => {
  expect(repeats("edited", { widget: { fields: { updated_at: text } } })).toBe(false);
  expect(repeats("edited", { widget: { fields: { created_at: text } } })).toBe(true);
});

test("a time of the very action does, that of another does not", () => {
  expect(repeats("archived", { widget: { fields: { archived_at: text } } })).toBe(false);
  expect(repeats("unarchived", { widget: { fields: { archived_at: text } } })).toBe(false);
  expect(repeats("edited", { widget: { fields: { archived_at: text } } })).toBe(true);
});

test("what happens once in the life of a thing is told by its id", () => {
  expect(repeats("created", { widget: { fields: { id: { is: ["number"], required: 1 } } } })).toBe(false);
  expect(repeats("edited", { widget: { fields: { id: { is: ["number"], required: 1 } } } })).toBe(true);
});

test("times of the repository and of people are not the event's", () => {
  expect(
    repeats("edited", {
      repository: { fields: { updated_at: text }, required: 1 },
      sender: { fields: { updated_at: text } },
    }),
  ).toBe(true);
});

test("these of GitHub's events hold nothing that differs", () => {
  expect(
    ["workflow_dispatch", "repository_dispatch", "membership", "org_block", "member", "team_add"].map(found),
  ).toEqual(Array.from({ length: 6 }, () => true));
  expect(found("team")).toEqual(["added_to_repository", "edited", "removed_from_repository"]);
  expect(found("organization")).toEqual(["member_added", "member_removed", "renamed"]);
  expect(found("check_run")).toEqual(["requested_action", "rerequested"]);
  expect(
    ["push", "issues", "pull_request", "release", "deployment_status", "workflow_run", "star", "create"].map(
      found,
    ),
  ).toEqual([false, false, false, false, false, false, ["deleted"], false]);
});

test("the package says the same", () => {
  for (const [event, info] of Object.entries(github.events)) {
    const expected = repeatableActions(description, event);
    expect([event, info.dedupe.repeatable, info.repeatableActions]).toEqual([
      event,
      expected === true,
      typeof expected === "boolean" ? undefined : expected,
    ]);
  }
});

function found(event: string): boolean | readonly string[] {
  return repeatableActions(description, event);
}
