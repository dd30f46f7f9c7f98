import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countConfused } from "../../src/proof/confused-samples.ts";
import { GITHUB_PACKAGE } from "../../src/read/files.ts";
import { findConfusions } from "../../src/rules/confusions.ts";
import { shapes } from "../built-shapes.ts";
import { description, everyNth, samples } from "../corrected.ts";

const confusions = findConfusions(description, shapes, (event) => shapes.events[event]!);

test("no sample passes under the name of another event but for the pairs that the README lists", () => {
  const listed = pairsInReadme();
  const confused = [...countConfused(everyNth(samples, 8)).keys()];
  expect(confused.filter((pair) => !listed.includes(pair))).toEqual([]);
});

test("the README lists what the descriptions cannot tell apart, and nothing else", () => {
  expect(pairsInReadme().toSorted()).toEqual(confusions.map(({ from, to }) => `${from} -> ${to}`).toSorted());
});

test("these are the pairs, beside five events that carry one and the same exemption request", () => {
  const others = confusions.filter(({ from, to }) => !isExemption(from) || !isExemption(to));
  expect(confusions.length - others.length).toBe(5 * 4);
  expect(others.map(({ from, to, nulls }) => [`${from} -> ${to}`, ...nulls].join(", null "))).toEqual([
    "organization_custom_property -> custom_property",
    "installation -> organization",
    "repository -> organization",
    "star -> organization, null starred_at",
    "user -> organization",
    "custom_property -> organization_custom_property",
    "custom_property_values -> organization_custom_property_values",
    "member -> repository, null member",
    "star -> repository, null starred_at",
  ]);
});

test("a key is refused only where no action of the event documents it", () => {
  for (const [event, { absent, fields, only }] of Object.entries(shapes.events)) {
    const documented = new Set([fields, ...Object.values(only)].flatMap((one) => Object.keys(one)));
    expect([event, absent.filter((key) => documented.has(key))]).toEqual([event, []]);
  }
});

test("an event without actions refuses one only where that tells it from another", () => {
  const plain = Object.entries(shapes.events).filter(
    ([, event]) => event.actions.length === 0 && !event.freeAction,
  );
  expect(plain.flatMap(([name, { ignoresAction }]) => (ignoresAction ? [] : [name]))).toEqual([
    "public",
    "security_and_analysis",
    "team_add",
  ]);
});

function isExemption(event: string): boolean {
  return /^(?:bypass|dismissal|exemption)_request/.test(event);
}

/** The rows of the README's table, as `from -> to`. */
function pairsInReadme(): readonly string[] {
  const readme = readFileSync(new URL("README.md", GITHUB_PACKAGE), "utf8");
  const [, table = ""] =
    /<!-- generated: confusions -->\n([^]*?)\n<!-- end: confusions -->/.exec(readme) ?? [];
  return table.split("\n").flatMap((row) => {
    const [, from, targets = ""] = /^\| `(\w+)` \| ([^|]*) \|/.exec(row) ?? [];
    return from === undefined ? [] : Array.from(targets.matchAll(/`(\w+)`/g), ([, to]) => `${from} -> ${to}`);
  });
}
