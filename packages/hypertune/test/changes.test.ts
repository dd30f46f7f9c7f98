import { expect, test } from "vitest";
import { flagChanges, hypertune, verify } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";

function changesOf(payload: unknown) {
  const body = JSON.stringify(payload);
  return flagChanges(verify({ headers: hypertune.sign(body, { secret }), body }, { secret }));
}

test.each(vectors.genuine.slice(0, 2))("gives $name as one change of the project", (vector) => {
  expect(flagChanges(verify(vector, { secret: vector.secret }))).toStrictEqual([
    {
      id: "QAq7JB7nE5tY8mS99qsmM#0",
      provider: "hypertune",
      grain: "project",
      resource: "config",
      action: "updated",
      rawAction: "NEW_COMMIT",
      project: { id: "2489", name: "demo-webhook project" },
      comment: "v5",
      actor: { type: "user", id: "2431", email: "miraan@hypertune.com", name: "Miraan Tabrez" },
      version: "2792",
      occurredAt: "2023-04-17T12:02:26.095Z",
    },
  ]);
});

test("leaves out what was not sent", () => {
  const payload = { id: "a", type: "NEW_COMMIT", project: { id: "1" }, commit: { id: "2" } };
  expect(Object.keys(changesOf(payload)[0]!)).toEqual([
    "id",
    "provider",
    "grain",
    "resource",
    "action",
    "rawAction",
    "project",
    "version",
  ]);
});

test("gives no change for an unknown event", () => {
  expect(changesOf({ id: "a", type: "NEW_BRANCH" })).toEqual([]);
});
