import { describe, expect, it, test } from "vitest";
import * as z from "zod/mini";
import { mutations } from "../../../../tools/test-support/mutations.ts";
import { collectIssues } from "../../src/check.ts";
import { defineProvider } from "../../src/index.ts";
import { createSchemaOf, recordKind, schemaOf } from "../../src/schemas.ts";
import * as shape from "../../src/shape.ts";
import { checkOf, type Shape } from "../../src/shape.ts";

interface Tree {
  readonly child?: Tree | null | undefined;
}

const tree: Shape<Tree> = shape.object({ child: shape.nullish(shape.lazy(() => tree)) });

const isEven = shape.special<number>({
  check: (value) => typeof value === "number" && value % 2 === 0,
});

const order = shape.object({
  id: shape.nonEmptyString,
  total: shape.number,
  paid: shape.optional(shape.boolean),
  note: shape.nullish(shape.string),
  parent: shape.nullable(shape.string),
  kind: shape.literal("order", "return"),
  lines: shape.array(shape.object({ sku: shape.string })),
  labels: shape.record(shape.string),
  extra: shape.unknown,
  invoice: shape.absent,
  reference: shape.union(shape.string, shape.number),
  event: shape.variants("action", {
    opened: shape.object({ action: shape.literal("opened"), at: shape.number }),
    closed: shape.object({ action: shape.literal("closed"), by: shape.string }),
  }),
  tree,
  even: isEven,
});

const good = {
  id: "o_1",
  total: 1,
  paid: true,
  note: null,
  parent: null,
  kind: "order",
  lines: [{ sku: "a" }, { sku: "b", other: 1 }],
  labels: { a: "x" },
  extra: null,
  reference: 1,
  event: { action: "opened", at: 1, by: 2 },
  tree: { child: { child: null } },
  even: 2,
  more: "passes untouched",
};

test("the check and the schema of a shape agree on every change in one place", () => {
  const check = checkOf(order);
  const schema = schemaOf(order);
  expect(check(good)).toBe(true);
  expect(z.safeParse(schema, good)).toEqual({ success: true, data: good });
  let compared = 0;
  for (const mutated of mutations(good)) {
    expect({ mutated, passes: z.safeParse(schema, mutated).success }).toEqual({
      mutated,
      passes: check(mutated),
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(200);
});

it("says where a payload fails, as a check does", () => {
  const faulty = { ...good, id: "", kind: "refund", lines: [{}], event: { action: "moved" }, invoice: 1 };
  expect(collectIssues(checkOf(order), faulty)).toEqual([
    { path: ["id"], code: "invalid_type", expected: "non-empty string" },
    { path: ["kind"], code: "invalid_value", expected: "order | return" },
    { path: ["lines", 0, "sku"], code: "invalid_type", expected: "string" },
    { path: ["invoice"], code: "unrecognized_key", expected: "absent" },
    { path: ["event", "action"], code: "invalid_value", expected: "opened | closed" },
  ]);
});

describe("a shape that refers to itself", () => {
  const nested = (levels: number): object => (levels === 0 ? {} : { child: nested(levels - 1) });

  test.each([
    { levels: 32, passes: true },
    { levels: 33, passes: false },
    { levels: 5_000, passes: false },
  ])("passes up to 32 levels within itself: $levels", ({ levels, passes }) => {
    const value = nested(levels);
    expect(checkOf(tree)(value)).toBe(passes);
    expect(z.safeParse(schemaOf(tree), value).success).toBe(passes);
  });
});

describe("a special shape", () => {
  const short = shape.special<readonly string[]>({
    check: (value) => Array.isArray(value) && value.length < 3,
    shape: shape.array(shape.string),
    read: (value: readonly string[]) => value.map((text) => text.toUpperCase()),
  });

  test("is what its own check and its shape let through", () => {
    const values = [["a"], ["a", "b", "c"], [1], "a", null];
    expect(values.map((value) => checkOf(short)(value))).toEqual([true, false, false, false, false]);
    expect(values.map((value) => z.safeParse(schemaOf(short), value).success)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("gives by its schema what it reads, and its check copies nothing", () => {
    const value = Object.freeze(["a"]);
    expect(checkOf(short)(value)).toBe(true);
    expect(z.parse(schemaOf(short), value)).toEqual(["A"]);
  });
});

test("a lazy part is built once, however often it is used", () => {
  let built = 0;
  const build = (): Shape<string> => {
    built++;
    return shape.string;
  };
  const pair = shape.object({ a: shape.lazy(build), b: shape.lazy(build) });
  expect(checkOf(pair)({ a: "x", b: "y" })).toBe(true);
  expect(checkOf(pair)({ a: "x", b: 1 })).toBe(false);
  expect(built).toBe(1);
});

test("a shape that is built anew at each level is one part, and nests as deep as others", () => {
  const nest = (): Shape => shape.object({ child: shape.nullish(shape.lazy(nest)) });
  const deep = (levels: number): unknown => (levels === 0 ? {} : { child: deep(levels - 1) });
  for (const passes of [checkOf(nest()), (value: unknown) => z.safeParse(schemaOf(nest()), value).success]) {
    expect([32, 33].map((levels) => passes(deep(levels)))).toEqual([true, false]);
  }
});

test("a schema of a large faulty array collects 32 issues", () => {
  const { error } = z.safeParse(
    schemaOf(shape.array(shape.string)),
    Array.from({ length: 200_000 }, () => 1),
  );
  expect(error?.issues).toHaveLength(32);
});

test("a field that every object inherits counts only if it was sent", () => {
  const check = checkOf(shape.object({ constructor: shape.nullish(shape.string) }));
  expect([{}, { constructor: "x" }, JSON.parse('{"constructor":1}')].map((one) => check(one))).toEqual([
    true,
    true,
    false,
  ]);
});

test("a provider of your own verifies by the check of a shape", () => {
  const acme = defineProvider({
    id: "acme",
    scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { paid: checkOf(shape.object({ total: shape.number })) },
  });
  const secret = "secret";
  const results = ['{"type":"paid","total":1}', '{"type":"paid","total":"1"}'].map((body) =>
    acme.safeVerify({ headers: acme.sign(body, { secret }), body }, { secret }),
  );
  expect(results).toMatchObject([
    { ok: true, event: { type: "paid", payload: { total: 1 } } },
    { ok: false, error: { code: "schema-mismatch", issues: [{ path: ["total"], expected: "number" }] } },
  ]);
});

describe("createSchemaOf", () => {
  test("makes the same schemas of the kinds that it has", () => {
    const stock = shape.object({ pieces: shape.record(shape.number), name: shape.nullish(shape.string) });
    const schema = createSchemaOf({ record: recordKind })(stock);
    expect(z.safeParse(schema, { pieces: { a: 1 } }).success).toBe(true);
    expect(z.safeParse(schema, { pieces: { a: "1" } }).success).toBe(false);
  });

  test("says which kind a shape needs beside those", () => {
    expect(() => createSchemaOf({})(shape.object({ pieces: shape.record(shape.number) }))).toThrow(
      new TypeError("createSchemaOf has no record: pass recordKind."),
    );
  });

  test("takes no kind that every object inherits", () => {
    const odd = ((kit: (kind: string, check: unknown) => unknown) => kit("constructor", true)) as unknown;
    expect(() => schemaOf(odd as Shape)).toThrow(TypeError);
  });
});
