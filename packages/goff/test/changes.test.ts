import { expect, test } from "vitest";
import { flagChanges, goff, verify, type NotifyEvent } from "../src/index.ts";
import { exported } from "./exported.ts";
import { fullFlag } from "./full-flag.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [exporter, notifier] = vectors.genuine;
const feature = JSON.parse(exporter!.body).events[0] as Record<string, unknown>;

function verified(payload: unknown) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return verify({ headers: goff.sign(body, { secret }), body }, { secret });
}

test("gives each added, deleted and updated flag as a change, field for field", () => {
  const { secret: published, headers, body } = notifier!;
  const event = verify({ headers, body }, { secret: published });
  const { added, deleted, updated } = (JSON.parse(body) as NotifyEvent["payload"]).flags;
  const common = { provider: "goff", grain: "flag", resource: "flag" };
  const id = (index: number) => `${event.dedupeKey}#${index}`;
  expect(flagChanges(event)).toStrictEqual([
    {
      ...common,
      id: id(0),
      action: "created",
      rawAction: "added",
      subject: { key: "test-flag3" },
      after: added!["test-flag3"],
    },
    {
      ...common,
      id: id(1),
      action: "deleted",
      rawAction: "deleted",
      subject: { key: "test-flag" },
      before: deleted!["test-flag"],
    },
    {
      ...common,
      id: id(2),
      action: "updated",
      rawAction: "updated",
      subject: { key: "test-flag2" },
      enabled: { after: false }, // the old flag does not say
      before: updated!["test-flag2"]!.old_value,
      after: updated!["test-flag2"]!.new_value,
    },
  ]);
});

test("gives the version of the flag after the change, and no change for a batch", () => {
  const event = verified({ meta: {}, flags: { added: { full: fullFlag } } });
  expect(flagChanges(event)).toMatchObject([{ version: "1.0", enabled: { after: true } }]);
  expect(flagChanges(exported(feature))).toEqual([]);
});

test("lists nothing for the null maps of a hand-made notification", () => {
  const event = verified({ meta: {}, flags: { added: null, deleted: null } }) as NotifyEvent;
  expect(flagChanges(event)).toEqual([]);
});

test("does not list what stands under __proto__, which no validator has looked at", () => {
  const event = verified('{"meta":{},"flags":{"added":{"__proto__":5,"real":{}}}}') as NotifyEvent;
  expect(flagChanges(event).map(({ subject }) => subject?.key)).toEqual(["real"]);
});
