import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as zod from "zod";
import * as z from "zod/mini";
import * as check from "../../src/check.ts";
import { defineProvider } from "../../src/index.ts";
import type { Validator } from "../../src/validation/validator.ts";
import { sign } from "../support/acme.ts";
import { refusalOf } from "../support/verdict.ts";

const secret = "whk_private";
const numbers = (length: number): number[] => Array.from({ length }, () => 0);

/** The refusal of an event whose `items` are that many numbers, where the validator wants texts. */
function refusalFor(ping: Validator, length: number): ReturnType<typeof refusalOf> {
  const provider = defineProvider({
    id: "shop",
    scheme: { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { ping },
  });
  const body = JSON.stringify({ type: "ping", items: numbers(length) });
  return refusalOf(() =>
    provider.verify({ headers: { "x-shop-signature": sign(body, secret) }, body }, { secret }),
  );
}

describe("of a large body", () => {
  let visited = 0;
  const isText = (value: unknown): boolean => {
    visited++;
    return typeof value === "string";
  };
  const validators: readonly [string, Validator, number][] = [
    [
      "a check",
      check.object({
        items: check.array((value, issues) => isText(value) || check.fail("custom", "", issues)),
      }),
      32,
    ],
    ["zod", zod.looseObject({ items: zod.array(zod.custom(isText, { abort: true })) }), 1],
    ["zod/mini", z.looseObject({ items: z.array(z.custom(isText, { abort: true })) }), 1],
    ["valibot", v.looseObject({ items: v.array(v.custom(isText)) }), 1],
  ];

  it.each(validators)("only so many faults are looked for, by %s", (_, ping, found) => {
    visited = 0;
    const error = refusalFor(ping, 1_000_000);
    expect(error.code).toBe("schema-mismatch");
    expect(error.issues).toHaveLength(found);
    expect(visited).toBeLessThanOrEqual(33); // a check looks once before it asks where
  });

  it.each(validators)("of a small one up to 32 are reported, by %s", (_, ping) => {
    expect(refusalFor(ping, 100).issues).toHaveLength(32);
    expect(refusalFor(ping, 3).issues).toHaveLength(3);
  });
});

const eager: check.Check = (_, issues) => {
  for (let index = 0; index < 100; index++)
    issues?.found.push({ path: [index], code: "custom", expected: "" });
  return false;
};

it("issues that a check adds by itself are 32 at most", () => {
  expect(refusalFor(eager, 1).issues).toHaveLength(32);
});

describe("a limited schema", () => {
  const texts = check.limited(z.array(z.string()));
  const map = check.limited(z.record(z.string(), z.string()));

  it("gives what zod gives for what passes", () => {
    const value = ["a", "b"];
    expect(texts.parse(value)).toEqual(value);
    expect(map.parse({ a: "b" })).toEqual({ a: "b" });
    expect(texts.parse(Array.from({ length: 100_000 }, () => "a"))).toHaveLength(100_000);
  });

  it.each([31, 32, 33, 200_000])("reports at most 32 of %d faults, and never passes them", (length) => {
    for (const result of [
      texts.safeParse(numbers(length)),
      map.safeParse(Object.assign({}, numbers(length))),
    ]) {
      expect(result.success).toBe(false);
      expect(result.error!.issues).toHaveLength(Math.min(length, 32));
    }
  });

  it("reports them with their paths, inside others too", () => {
    const { error } = z
      .object({ lists: check.limited(z.array(texts)) })
      .safeParse({ lists: [["a"], ["b", 0]] });
    expect(error!.issues).toMatchObject([
      { path: ["lists", 1, 1], code: "invalid_type", expected: "string" },
    ]);
  });

  it("takes part in a union without hiding what passes", () => {
    const either = check.limited(z.array(z.union([texts, map, z.number()])));
    expect(either.safeParse([numbers(100), 1]).success).toBe(false);
    expect(either.safeParse([["a"], { a: "b" }, ...numbers(100)]).success).toBe(true);
  });

  it("nests 32 levels and no more, whatever was thrown before", () => {
    const tree: z.ZodMiniType = z.looseObject({
      child: z.optional(
        check.limited(
          z.lazy(() => tree),
          check.MAX_DEPTH,
        ),
      ),
      fuse: z.optional(
        z.custom((value) => {
          if (value === true) throw new RangeError("Maximum call stack size exceeded");
          return true;
        }),
      ),
    });
    const nested = (levels: number): object => (levels === 0 ? {} : { child: nested(levels - 1) });
    for (let attempt = 0; attempt < 100; attempt++) {
      expect(() => tree.safeParse({ child: { child: { fuse: true } } })).toThrow(RangeError);
    }
    expect(tree.safeParse(nested(32)).success).toBe(true);
    const { error } = tree.safeParse(nested(33));
    expect(error!.issues).toMatchObject([
      { path: Array.from({ length: 33 }, () => "child"), code: "too_deep" },
    ]);
  });
});
