import { decode, encode } from "@jridgewell/sourcemap-codec";
import { expect, test } from "vitest";
import { portableMap } from "../../../tools/build/portable-map.ts";

const SCRIPT = "/machine/of/somebody/dist/index.cjs";

const made = {
  version: 3,
  file: SCRIPT,
  sources: [SCRIPT, "../src/index.ts", "../src/other.ts"],
  sourcesContent: [null, "index", "other"] as (string | null)[],
  names: ["verify"],
  mappings: encode([
    [[0, 0, 0, 0]],
    [
      [0, 1, 4, 2],
      [6, 0, 1, 0],
      [9, 0, 1, 3],
      [12, 2, 7, 0, 0],
    ],
  ]),
};

test("a map names its script without a folder, and only real sources", () => {
  expect(portableMap(made, SCRIPT)).toMatchObject({
    version: 3,
    file: "index.cjs",
    sources: ["../src/index.ts", "../src/other.ts"],
    sourcesContent: ["index", "other"],
    names: ["verify"],
  });
});

test("each place keeps its source, and what a tool added has none", () => {
  expect(decode(portableMap(made, SCRIPT).mappings)).toEqual([[], [[0, 0, 4, 2], [6], [12, 1, 7, 0, 0]]]);
});

test("a map without a machine's path stays as it is", () => {
  const clean = { sources: ["../src/index.ts"], mappings: encode([[[0, 0, 0, 0]]]) };
  expect(portableMap(clean, SCRIPT)).toEqual(clean);
});
