import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { remainingPairs } from "../src/rules/guards.ts";
import { description, samples, shapes } from "./corrected.ts";
import { schemaFor } from "./validators.ts";

const secret = "secret";
const names = Object.keys(github.events);

test("no sample passes under the name of another event, but for two pairs that are listed below", () => {
  const confused = new Map<string, number>();
  for (const { event, payload } of samples) {
    const body = JSON.stringify(payload);
    for (const name of names) {
      if (name === event) continue;
      const result = github.safeVerify({ headers: github.sign(body, { secret, name }), body }, { secret });
      const isSchema = schemaFor(name)(payload);
      if ((result.ok && result.event.type === name) || isSchema) {
        const pair = `${event} -> ${name}`;
        confused.set(pair, (confused.get(pair) ?? 0) + 1);
      }
    }
  }
  console.log(
    `confusion: ${samples.length} samples under ${names.length - 1} other names each, ${confused.size} pairs pass`,
  );
  for (const [pair, count] of confused) console.log(`  ${pair}: ${count}`);
  // A star that is taken away has null where one that is given has a time, and null passes for absence.
  expect([...confused.keys()].sort()).toEqual(["repository -> organization", "star -> repository"]);
});

const EXEMPTIONS = [
  "bypass_request_secret_scanning",
  "dismissal_request_code_scanning",
  "dismissal_request_dependabot",
  "dismissal_request_secret_scanning",
  "exemption_request_push_ruleset",
];

test("what the descriptions cannot tell apart is listed here, and nothing else remains", () => {
  const remaining = remainingPairs(description, shapes, (event) => shapes.events[event]!.absent);
  const listed = remaining.map(([from, to]) => `${from} -> ${to}`);
  console.log(`pairs that no documented key tells apart: ${listed.length}`);
  // Five events carry one and the same exemption request.
  const exemptions = listed.filter((pair) => pair.split(" -> ").every((event) => EXEMPTIONS.includes(event)));
  expect(exemptions.length).toBe(EXEMPTIONS.length * (EXEMPTIONS.length - 1));
  expect(listed.filter((pair) => !exemptions.includes(pair))).toMatchInlineSnapshot(`
    [
      "organization_custom_property -> custom_property",
      "organization_custom_property_values -> custom_property_values",
      "installation -> organization",
      "repository -> organization",
      "star -> organization",
      "user -> organization",
      "custom_property -> organization_custom_property",
      "custom_property_values -> organization_custom_property_values",
      "member -> repository",
      "star -> repository",
      "repository -> star",
    ]
  `);
});

test("a key is refused only where no action of the event documents it", () => {
  for (const [event, { absent, fields, only }] of Object.entries(shapes.events)) {
    const documented = new Set([fields, ...Object.values(only)].flatMap((one) => Object.keys(one)));
    expect([event, absent.filter((key) => documented.has(key))]).toEqual([event, []]);
  }
});
