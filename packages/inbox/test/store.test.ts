import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as parts from "../src/store.ts";

it("names each part to build a store from in the README, and none that is not there", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const table = readme.split("| export | for |")[1]!.split("\n\n")[0]!;
  const exports = table.split("\n").map((line) => line.split("|")[1] ?? "");
  const named = exports.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  expect(named.toSorted()).toEqual(Object.keys(parts).toSorted());
});
