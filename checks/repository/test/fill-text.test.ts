import { expect, test } from "vitest";
import { fillText } from "../src/fill-text.ts";

test("fills lines up to a width, and breaks no word", () => {
  expect(fillText(["one two", "three four", "seventeen-letters"], 10)).toEqual([
    "one two",
    "three four",
    "seventeen-letters",
  ]);
});

test("starts anew at empty lines, headings, list items, tags and tables", () => {
  const lines = [
    "# A heading",
    "text",
    "",
    "more text",
    "- one",
    "  of two lines",
    "1. two",
    "| a | b |",
    "@see that",
  ];
  expect(fillText(lines, 40)).toEqual([
    "# A heading",
    "text",
    "",
    "more text",
    "- one of two lines",
    "1. two",
    "| a | b |",
    "@see that",
  ]);
});

test("indents the further lines of a list item or a tag", () => {
  expect(fillText(["- one two three", "10. one two", "@param one two"], 9)).toEqual([
    "- one two",
    "  three",
    "10. one",
    "    two",
    "@param",
    "  one two",
  ]);
});

test("leaves fenced code alone", () => {
  expect(fillText(["```ts", "a", "b", "```", "c", "d"], 40)).toEqual(["```ts", "a", "b", "```", "c d"]);
});
