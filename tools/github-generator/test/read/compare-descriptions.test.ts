import { expect, test } from "vitest";
import { readDescription } from "../../src/read/files.ts";
import type { Description } from "../../src/model/description.ts";
import { compareDescriptions } from "../../src/read/compare-descriptions.ts";

const before = readDescription();

function changed(
  change: (copy: { -readonly [Key in keyof Description]: Record<string, never> }) => void,
): readonly string[] {
  const copy = structuredClone(before);
  change(copy as never);
  return compareDescriptions(before, copy);
}

test("nothing is reported of the same description", () => {
  expect(compareDescriptions(before, structuredClone(before))).toEqual([]);
});

test("a new event, action, component and field are reported, and so is one that is gone", () => {
  const lines = changed(({ events, components }) => {
    const all = { events, components } as unknown as {
      events: Record<string, { actions: Record<string, Record<string, object>> }>;
      components: Record<string, Record<string, object>>;
    };
    all.events["copilot_dream"] = structuredClone(all.events["star"]!);
    all.events["star"]!.actions["polished"] = {};
    delete all.events["watch"];
    all.components["Dream"] = {};
    all.components["User"]!["aura"] = { is: ["string"] };
    all.components["User"]!["login"] = { is: ["number"], required: 1 };
    delete all.events["star"]!.actions["created"]!["starred_at"];
  });
  expect(lines).toEqual([
    "+ event copilot_dream",
    "- event watch",
    "+ action star.polished",
    "- field star.created.starred_at",
    "+ component Dream",
    "+ field User.aura",
    '~ field User.login: {"is":["string"],"required":0.63} -> {"is":["number"],"required":1}',
  ]);
});
