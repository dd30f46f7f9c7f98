import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/memory.ts";
import { assertKnownOptions, assertStoreName } from "../../src/options/assert.ts";
import { sqliteStore } from "../../src/sqlite.ts";

describe("an unknown option", () => {
  it.each([
    { name: "sqliteStore", call: () => sqliteStore({ path: "x.db", poll: 5 } as never), option: "poll" },
    { name: "memoryStore", call: () => memoryStore({ shared: memoryStore() } as never), option: "shared" },
  ])("of $name is a TypeError that names it", ({ name, call, option }) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`${name}: unknown option "${option}". Known: `);
  });

  it.each([null, undefined, "inbox.db", []])("is no option at all in %j", (options) => {
    expect(() => assertKnownOptions("sqliteStore", options, ["path"])).toThrow(
      new TypeError("sqliteStore takes an object of options. Known: path."),
    );
  });
});

it("a memory store cannot share the deliveries of another kind of store", () => {
  const sharedWith = sqliteStore({ path: "x.db" });
  expect(() => memoryStore({ sharedWith })).toThrow(
    new TypeError("sharedWith must be another store that memoryStore made."),
  );
});

describe("the name of an engine store", () => {
  it.each(["a", "shop", "shop-2", "shop_eu-west_1", "0", "x".repeat(40)])("may be %s", (name) => {
    expect(() => assertStoreName(name)).not.toThrow();
  });

  it.each([
    "",
    "Shop",
    "my shop",
    "-a",
    "a-",
    "a--b",
    "a_-b",
    "a:b",
    "a;b",
    "ü",
    "x".repeat(41),
    undefined,
    7,
  ])("must not be %j", (name) => {
    expect(() => assertStoreName(name)).toThrow(TypeError);
  });
});
