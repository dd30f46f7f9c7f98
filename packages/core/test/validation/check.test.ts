import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import * as check from "../../src/check.ts";
import type { Check } from "../../src/check.ts";
import type { WebhookIssue } from "../../src/errors/error.ts";
import type { StandardSchema } from "../../src/validation/standard-schema.ts";
import { validate } from "../../src/validation/validate.ts";

const order = check.object({
  id: check.string,
  total: check.number,
  paid: check.optional(check.boolean),
  note: check.nullish(check.string),
  parent: check.nullable(check.string),
  kind: check.literal("order"),
  lines: check.array(check.object({ sku: check.string })),
  labels: check.optional(check.record(check.string)),
  extra: check.unknown,
});

const good = {
  id: "o_1",
  total: 1,
  note: null,
  parent: null,
  kind: "order",
  lines: [{ sku: "a" }, { sku: "b", other: 1 }],
  labels: { a: "x" },
  extra: null,
  more: "passes untouched",
};

const issue = (path: (string | number)[], code: string, expected: string): object => ({
  path,
  code,
  expected,
});

/** An object that holds one that holds one, this many times. */
function nested(levels: number): object {
  let value = {};
  for (let level = 0; level < levels; level++) value = { child: value };
  return value;
}

/** What `verify` reports of a schema's faults. */
function issuesOfSchema(schema: StandardSchema, value: unknown): readonly WebhookIssue[] {
  return validate(schema, "order", value).issues ?? [];
}

/** Both ways of running a check must agree; the issues it finds. */
function issuesOf(given: Check, value: unknown): readonly object[] {
  const issues = check.collectIssues(given, value);
  expect(given(value)).toBe(issues.length === 0);
  return issues;
}

it("passes a value of the shape, without copying or changing it", () => {
  const frozen = Object.freeze({
    ...good,
    lines: Object.freeze(good.lines.map((line) => Object.freeze(line))),
  });
  expect(issuesOf(order, frozen)).toEqual([]);
});

it.each<{ name: string; change: object; issues: readonly object[] }>([
  { name: "a wrong type", change: { id: 1 }, issues: [issue(["id"], "invalid_type", "string")] },
  { name: "a missing field", change: { id: undefined }, issues: [issue(["id"], "invalid_type", "string")] },
  { name: "null for a text", change: { id: null }, issues: [issue(["id"], "invalid_type", "string")] },
  { name: "a number in text", change: { total: "1" }, issues: [issue(["total"], "invalid_type", "number")] },
  { name: "1e999", change: { total: Infinity }, issues: [issue(["total"], "invalid_type", "number")] },
  { name: "a wrong optional", change: { paid: "yes" }, issues: [issue(["paid"], "invalid_type", "boolean")] },
  {
    name: "null for an optional",
    change: { paid: null },
    issues: [issue(["paid"], "invalid_type", "boolean")],
  },
  { name: "a wrong nullish", change: { note: 1 }, issues: [issue(["note"], "invalid_type", "string")] },
  {
    name: "a missing nullable",
    change: { parent: undefined },
    issues: [issue(["parent"], "invalid_type", "string")],
  },
  { name: "another literal", change: { kind: "cart" }, issues: [issue(["kind"], "invalid_value", "order")] },
  {
    name: "an object for an array",
    change: { lines: {} },
    issues: [issue(["lines"], "invalid_type", "array")],
  },
  {
    name: "an array for an object",
    change: { lines: [[]] },
    issues: [issue(["lines", 0], "invalid_type", "object")],
  },
  {
    name: "faults in two elements",
    change: { lines: [{}, { sku: "b" }, { sku: 1 }] },
    issues: [
      issue(["lines", 0, "sku"], "invalid_type", "string"),
      issue(["lines", 2, "sku"], "invalid_type", "string"),
    ],
  },
  {
    name: "a wrong member of a map",
    change: { labels: { a: 1 } },
    issues: [issue(["labels", "a"], "invalid_type", "string")],
  },
  {
    name: "an array for a map",
    change: { labels: [] },
    issues: [issue(["labels"], "invalid_type", "record")],
  },
  {
    name: "no value at all",
    change: { extra: undefined },
    issues: [issue(["extra"], "invalid_type", "unknown")],
  },
  {
    name: "several faults at once",
    change: { id: 1, kind: "x" },
    issues: [issue(["id"], "invalid_type", "string"), issue(["kind"], "invalid_value", "order")],
  },
])("finds $name, and where", ({ change, issues }) => {
  expect(issuesOf(order, { ...good, ...change })).toEqual(issues);
});

it.each([null, undefined, 1, "text", true, []])("finds that %j is no object", (value) => {
  expect(issuesOf(order, value)).toEqual([issue([], "invalid_type", "object")]);
});

it("leaves the path as it was for what comes after", () => {
  const collector = { path: ["here"], found: [] };
  order({ ...good, lines: [{}, 1] }, collector);
  expect(collector.path).toEqual(["here"]);
  expect(collector.found).toEqual([
    issue(["here", "lines", 0, "sku"], "invalid_type", "string"),
    issue(["here", "lines", 1], "invalid_type", "object"),
  ]);
});

it("stops at the first fault when nobody asks where", () => {
  let visited = 0;
  const counting: Check = () => {
    visited++;
    return false;
  };
  expect(check.array(counting)([1, 2, 3])).toBe(false);
  expect(check.object({ a: counting, b: counting })({})).toBe(false);
  expect(check.record(counting)({ a: 1, b: 2 })).toBe(false);
  expect(visited).toBe(3);
});

describe("issues", () => {
  it("are at most 32, however many faults a hostile payload holds", () => {
    const issues = check.collectIssues(
      check.array(check.string),
      Array.from({ length: 10_000 }, () => 0),
    );
    expect(issues).toHaveLength(32);
    expect(issues.at(-1)).toEqual(issue([31], "invalid_type", "string"));
  });

  it("never hold the value that was found", () => {
    const issues = check.collectIssues(order, {
      id: { secret: "marker" },
      kind: "marker",
      lines: ["marker"],
    });
    expect(JSON.stringify(issues)).not.toContain("marker");
  });

  it.each([
    { by: "a check", issuesOfRecord: issuesOf.bind(undefined, check.record(check.string)) },
    { by: "a schema", issuesOfRecord: issuesOfSchema.bind(undefined, z.record(z.string(), z.string())) },
  ])("hold 100 characters of a key and no more: $by", ({ issuesOfRecord }) => {
    const whole = "k".repeat(100);
    expect(issuesOfRecord({ [whole]: 1 })).toMatchObject([{ path: [whole] }]);
    expect(issuesOfRecord({ ["k".repeat(5_000_000)]: 1 })).toMatchObject([{ path: [`${whole}…`] }]);
  });

  it("hold a path of their own", () => {
    const [first, second] = check.collectIssues(check.array(check.string), [0, 0]);
    expect(first!.path).toEqual([0]);
    expect(second!.path).toEqual([1]);
  });
});

describe("union", () => {
  const either = check.union(check.string, check.object({ id: check.string }));

  it("passes what one of its checks passes", () => {
    expect(issuesOf(either, "text")).toEqual([]);
    expect(issuesOf(either, { id: "x" })).toEqual([]);
  });

  it("reports one fault, not those of every branch", () => {
    expect(issuesOf(check.object({ owner: either }), { owner: { id: 1 } })).toEqual([
      issue(["owner"], "invalid_union", "union"),
    ]);
  });
});

describe("lazy", () => {
  it("builds its check once, at first use", () => {
    let built = 0;
    const deferred = check.lazy(() => {
      built++;
      return check.string;
    });
    expect(built).toBe(0);
    expect([deferred("a"), deferred(1), deferred("b")]).toEqual([true, false, true]);
    expect(built).toBe(1);
  });

  it("lets a check refer to itself", () => {
    const tree: Check = check.object({ children: check.array(check.lazy(() => tree)) });
    expect(issuesOf(tree, { children: [{ children: [] }] })).toEqual([]);
    expect(issuesOf(tree, { children: [{ children: [1] }] })).toEqual([
      issue(["children", 0, "children", 0], "invalid_type", "object"),
    ]);
  });
});

describe("a recursive check", () => {
  const tree: Check = check.object({ child: check.optional(check.lazy(() => tree)) });
  const tooDeep = issue(
    Array.from({ length: check.MAX_DEPTH + 1 }, () => "child"),
    "too_deep",
    "at most 32 levels",
  );

  it("passes 32 levels and refuses the next", () => {
    expect(check.MAX_DEPTH).toBe(32);
    expect(issuesOf(tree, nested(32))).toEqual([]);
    expect(issuesOf(tree, nested(33))).toEqual([tooDeep]);
  });

  it("refuses a payload that would overflow the stack", () => {
    expect(issuesOf(tree, nested(50_000))).toEqual([tooDeep]);
    expect(issuesOf(tree, nested(1))).toEqual([]); // and counts from nothing again
  });

  it("counts levels, not how often it is used", () => {
    const forest = check.array(tree);
    expect(
      issuesOf(
        forest,
        Array.from({ length: 1000 }, () => nested(32)),
      ),
    ).toEqual([]);
  });
});

describe("hostile keys", () => {
  it("of a map are members like any other", () => {
    const value: unknown = JSON.parse('{"constructor":1,"toString":"x"}');
    expect(issuesOf(check.record(check.string), value)).toEqual([
      issue(["constructor"], "invalid_type", "string"),
    ]);
  });

  it.each(['{"__proto__":5}', '{"__proto__":{"a":1},"b":"x"}', '{"__proto__":5,"b":1}', '{"b":"x"}'])(
    "get the verdict of zod's record: %s",
    (json) => {
      const value: unknown = JSON.parse(json);
      const schema = z.record(z.string(), z.string());
      expect(check.record(check.string)(value)).toBe(schema.safeParse(value).success);
      expect(JSON.stringify(value)).toBe(json);
    },
  );

  it("do not stand in for fields that are missing", () => {
    const value: unknown = JSON.parse('{"__proto__":{"id":"x"}}');
    expect(issuesOf(check.object({ id: check.string }), value)).toEqual([
      issue(["id"], "invalid_type", "string"),
    ]);
  });

  it("that every object inherits are not there until they are sent", () => {
    const shape = check.object({ constructor: check.unknown, toString: check.optional(check.string) });
    expect(issuesOf(shape, {})).toEqual([issue(["constructor"], "invalid_type", "unknown")]);
    expect(issuesOf(shape, JSON.parse('{"constructor":1,"toString":"x"}'))).toEqual([]);
  });
});

it("gives the same verdict with and without issues, for any JSON at all", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(order(value)).toBe(check.collectIssues(order, value).length === 0);
    }),
  );
});

describe("absent", () => {
  const star = check.object({ starred_at: check.string, alert: check.absent });

  it("passes an object without the key, or with null there", () => {
    expect(issuesOf(star, { starred_at: "now" })).toEqual([]);
    expect(issuesOf(star, { starred_at: "now", alert: null })).toEqual([]);
  });

  it("refuses the key with anything else in it", () => {
    for (const alert of [false, 0, "", {}]) {
      expect(issuesOf(star, { starred_at: "now", alert })).toEqual([
        issue(["alert"], "unrecognized_key", "absent"),
      ]);
    }
  });
});

describe("variants", () => {
  const issues = check.variants("action", {
    opened: check.object({ action: check.string }),
    labeled: check.object({ label: check.string }),
  });

  it("checks by the variant that the key names", () => {
    expect(issuesOf(issues, { action: "opened" })).toEqual([]);
    expect(issuesOf(issues, { action: "labeled", label: "bug" })).toEqual([]);
    expect(issuesOf(issues, { action: "labeled" })).toEqual([issue(["label"], "invalid_type", "string")]);
  });

  it("refuses a name that it does not list, one that every object inherits among them", () => {
    for (const action of ["closed", "constructor", "__proto__", 1, null, undefined]) {
      expect(issuesOf(issues, { action })).toEqual([issue(["action"], "invalid_value", "opened | labeled")]);
    }
    expect(issuesOf(issues, Object.create({ action: "opened" }))).toEqual([
      issue(["action"], "invalid_value", "opened | labeled"),
    ]);
  });

  it("refuses what is not an object", () => {
    for (const value of [null, [], "opened"])
      expect(issuesOf(issues, value)).toEqual([issue([], "invalid_type", "object")]);
  });
});
