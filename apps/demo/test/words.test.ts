import type { FlagChange } from "@flaghook/core";
import { expect, test } from "vitest";
import { sentenceOf } from "../src/model/line.ts";
import { changeLine } from "../src/words/change-words.ts";
import { differenceWords } from "../src/words/difference-words.ts";

const base: FlagChange = {
  id: "x#0",
  provider: "goff",
  grain: "flag",
  resource: "flag",
  action: "updated",
  rawAction: "updated",
  subject: { key: "checkout-v2" },
};

test.each<[Partial<FlagChange>, string, string]>([
  [{ enabled: { before: true, after: false } }, "checkout-v2: on → off", "removed"],
  [{ enabled: { before: false, after: true } }, "checkout-v2: off → on", "added"],
  [{ enabled: { after: false } }, "checkout-v2: now off", "removed"],
  [{ enabled: { before: true, after: true } }, "checkout-v2: updated", "changed"],
  [{ action: "created", enabled: { after: true } }, "checkout-v2: created, on", "added"],
  [{ action: "archived" }, "checkout-v2: archived", "removed"],
  [{ action: "unknown", rawAction: "fork" }, "checkout-v2: fork", "changed"],
  [{ action: "targeting-changed" }, "checkout-v2: targeting changed", "changed"],
  [{ changes: [{ path: "a.b", before: 1, after: null }] }, "checkout-v2: a.b 1 → nothing", "changed"],
  [{ changes: [{ path: "a" }, { path: "b" }] }, "checkout-v2: 2 properties changed", "changed"],
  [{ summary: "Edited\nthe flag" }, "checkout-v2: Edited the flag", "changed"],
  [
    {
      enabled: { before: true, after: false },
      environment: { name: "production" },
      actor: { type: "user", name: "ana" },
    },
    "checkout-v2: on → off in production by ana",
    "removed",
  ],
  [{ resource: "segment", subject: { name: "beta" } }, "segment beta: updated", "changed"],
])("%j reads as %j", (change, sentence, tone) => {
  const line = changeLine({ ...base, ...change });
  expect({ sentence: sentenceOf(line), tone: line.tone }).toEqual({ sentence, tone });
});

test.each<[string, unknown, unknown, string | undefined]>([
  ["a rollout", { percentage: { new: 5, old: 95 } }, { percentage: { new: 25, old: 75 } }, "new 5 % → 25 %"],
  ["another variation", { variation: "a" }, { variation: "b" }, "serves a → b"],
  ["all of one after a rollout", { percentage: { a: 5 } }, { variation: "a" }, "serves a to all"],
  ["nothing", { variation: "a" }, { variation: "a" }, undefined],
])("the difference of default rules is %s", (_name, before, after, words) => {
  expect(differenceWords({ defaultRule: before }, { defaultRule: after })).toBe(words);
});

test("the difference of two flags is in the words of people", () => {
  expect(differenceWords({ targeting: [] }, { targeting: [1] })).toBe("targeting changed");
  expect(differenceWords({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 })).toBe("3 properties changed");
  expect(differenceWords({ version: "1" }, { version: "2" })).toBeUndefined();
  expect(differenceWords(null, {})).toBeUndefined();
});
