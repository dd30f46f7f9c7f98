import { expect, test } from "vitest";
import { flagChanges, optimizely, verify } from "../src/index.ts";
import { approval, rulesetUpdated } from "./payloads.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  const event = verify({ headers: optimizely.sign(body, { secret }), body }, { secret });
  return flagChanges(event).map(({ id, ...rest }) => ({ ...rest, place: id.slice(event.dedupeKey.length) }));
}

test("gives an entry of the change history, field for field", () => {
  expect(changesOf(rulesetUpdated)).toStrictEqual([
    {
      place: "#0",
      provider: "optimizely",
      grain: "project",
      resource: "other",
      action: "updated",
      rawAction: "update",
      subject: { id: "95218", name: "checkout" },
      project: { id: "11387641093" },
      changes: [{ path: "enabled", before: false, after: true }],
      summary: "Updated the ruleset of a flag",
      url: "https://app.optimizely.com/v2/projects/1/flags/manage/checkout/rules/production",
      actor: { type: "user", id: "u1", email: "someone@example.com", name: "Someone" },
      occurredAt: "2023-11-14T22:13:20.123456Z",
    },
  ]);
});

test("gives an approval as one, whatever it asks for", () => {
  expect(changesOf(approval)).toMatchObject([
    {
      grain: "flag-environment",
      resource: "flag",
      action: "approval",
      rawAction: "project.approval_created",
      environment: { name: "production" },
      occurredAt: "2023-11-14T22:13:20.000Z",
    },
  ]);
});

test("gives no change for an empty history or an unknown event, and none of its own words", () => {
  expect(changesOf({ ...rulesetUpdated, data: [] })).toEqual([]);
  expect(changesOf({ project_id: 1, event: "project.other", data: {} })).toEqual([]);
  expect(changesOf({ ...rulesetUpdated, data: [{ change_type: "__proto__", changes: [] }] })).toMatchObject([
    { action: "unknown", rawAction: "__proto__", changes: [] },
  ]);
});

test("gives the published datafile as one change of its environment, field for field", () => {
  const [published] = vectors.genuine;
  expect(changesOf(JSON.parse(published!.body))).toStrictEqual([
    {
      place: "#0",
      provider: "optimizely",
      grain: "environment",
      resource: "config",
      action: "published",
      rawAction: "project.datafile_updated",
      project: { id: "11387641093" },
      environment: { name: "Production" },
      version: "13",
      occurredAt: "2019-05-18T00:11:33.000Z",
    },
  ]);
});
