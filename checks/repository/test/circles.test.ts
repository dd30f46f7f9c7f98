import { expect, test } from "vitest";
import { circlesIn } from "../src/circles.ts";

function arrows(...pairs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of pairs) {
    const [from, to] = pair.split(">") as [string, string];
    found.set(from, [...(found.get(from) ?? []), to]);
    found.set(to, found.get(to) ?? []);
  }
  return found;
}

test.each([
  { name: "nothing", graph: arrows(), circles: [] },
  { name: "arrows that all point down", graph: arrows("a>b", "b>c", "a>c"), circles: [] },
  { name: "two ways to one end", graph: arrows("a>b", "a>c", "b>d", "c>d"), circles: [] },
  { name: "a node that points to itself", graph: arrows("a>b", "b>b"), circles: ["b -> b"] },
  { name: "two that point to each other", graph: arrows("a>b", "b>a"), circles: ["a -> b -> a"] },
  { name: "three round about", graph: arrows("c>a", "a>b", "b>c"), circles: ["a -> b -> c -> a"] },
  {
    name: "a circle that others lead into and out of",
    graph: arrows("a>b", "b>c", "c>b", "c>d"),
    circles: ["b -> c -> b"],
  },
  {
    name: "two circles apart",
    graph: arrows("a>b", "b>a", "b>c", "c>d", "d>c"),
    circles: ["a -> b -> a", "c -> d -> c"],
  },
  {
    name: "two circles through one node, as the shortest of the group",
    graph: arrows("a>b", "b>c", "c>a", "a>d", "d>a"),
    circles: ["a -> d -> a"],
  },
])("finds the circles of $name", ({ graph, circles }) => {
  expect(circlesIn(graph)).toEqual(circles);
});

test("leaves out targets that are no nodes: files of other packages", () => {
  expect(circlesIn(new Map([["a", ["../elsewhere", "b"]]]))).toEqual([]);
});
