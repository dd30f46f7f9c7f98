import { expect, test } from "vitest";
import { fileCircles, folderCircles, importsOfTheTop, type FileArrows } from "../src/folder-arrows.ts";

function files(imports: Readonly<Record<string, readonly string[]>>): FileArrows {
  const named = new Set([...Object.keys(imports), ...Object.values(imports).flat()]);
  return new Map([...named].map((file) => [file, imports[file] ?? []]));
}

test.each([
  {
    name: "no folder that points back",
    tree: files({ "index.ts": ["a/x.ts"], "a/x.ts": ["b/y.ts", "a/z.ts"], "a/z.ts": ["b/y.ts"] }),
    circles: [],
  },
  {
    name: "two folders that import each other through different files",
    tree: files({ "a/x.ts": ["b/y.ts"], "b/z.ts": ["a/w.ts"] }),
    circles: ["a/ -> b/ -> a/"],
  },
  {
    name: "three folders round about",
    tree: files({ "a/x.ts": ["b/x.ts"], "b/y.ts": ["c/x.ts"], "c/y.ts": ["a/y.ts"] }),
    circles: ["a/ -> b/ -> c/ -> a/"],
  },
  {
    name: "a folder that reaches itself through a file at the top",
    tree: files({ "a/x.ts": ["shared.ts"], "shared.ts": ["a/y.ts"] }),
    circles: ["a/ -> shared.ts -> a/"],
  },
  {
    name: "two folders inside one, and not the one that holds them",
    tree: files({ "a/b/x.ts": ["a/c/x.ts"], "a/c/y.ts": ["a/b/y.ts"] }),
    circles: ["a/b/ -> a/c/ -> a/b/"],
  },
  {
    name: "a folder inside one that imports what imports it",
    tree: files({ "a/x.ts": ["a/b/x.ts"], "a/b/y.ts": ["a/x.ts"] }),
    circles: ["a/b/ -> a/x.ts -> a/b/"],
  },
  {
    name: "folders whose names begin alike",
    tree: files({ "a/x.ts": ["ab/x.ts"], "ab/y.ts": ["abc/x.ts"] }),
    circles: [],
  },
  {
    name: "no folder where the circle is one of files alone",
    tree: files({ "a/x.ts": ["a/y.ts"], "a/y.ts": ["a/x.ts"], "x.ts": ["y.ts"], "y.ts": ["x.ts"] }),
    circles: [],
  },
])("finds $name", ({ tree, circles }) => {
  expect(folderCircles(tree)).toEqual(circles);
});

test("finds circles of files within a folder and across folders", () => {
  const tree = files({ "a/x.ts": ["a/y.ts"], "a/y.ts": ["a/x.ts"], "b.ts": ["c/d.ts"], "c/d.ts": ["b.ts"] });
  expect(fileCircles(tree)).toEqual(["a/x.ts -> a/y.ts -> a/x.ts", "b.ts -> c/d.ts -> b.ts"]);
});

test("finds what a folder imports of the top, and lets files at the top import each other", () => {
  const tree = files({
    "index.ts": ["shape.ts", "a/x.ts"],
    "a/x.ts": ["shape.ts", "a/y.ts"],
    "a/b/z.ts": ["index.ts", "parts.ts"],
  });
  expect(importsOfTheTop(tree, ["index.ts", "shape.ts"])).toEqual([
    "a/x.ts -> shape.ts",
    "a/b/z.ts -> index.ts",
  ]);
});
