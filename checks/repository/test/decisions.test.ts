import { describe, expect, test } from "vitest";
import { decisionIndex, decisionNotes, INDEX, NOTE_WIDTH, titleOf, wrapNote } from "../src/decisions.ts";
import { read, repositoryFiles } from "../src/tree.ts";

const notes = decisionNotes();
const words = (count: number): string => Array.from({ length: count }, () => "words").join(" ");

test("the list of decisions is complete: run pnpm format:text", () => {
  expect(notes.length).toBeGreaterThan(20);
  expect(read(INDEX)).toBe(decisionIndex());
});

test("nothing but notes and their list is in the folder", () => {
  const others = repositoryFiles().filter((file) => file.startsWith("docs/decisions/"));
  expect(others.toSorted()).toEqual([...notes, INDEX].toSorted());
});

test("no two notes have one number", () => {
  const numbers = notes.map((file) => file.slice("docs/decisions/".length, "docs/decisions/0000".length));
  expect(numbers).toEqual([...new Set(numbers)]);
});

describe.each(notes)("%s", (file) => {
  const text = read(file);

  test("has a title that says what was decided", () => {
    expect(text).toMatch(/^# [^\n]*[^\n.]\n\n\S/);
    expect(titleOf(text)).not.toMatch(/^(?:\d|What\b|How\b|Where\b|Why\b|Of\b)/);
    expect(text.match(/^# /gm)).toHaveLength(1);
  });

  test("is wrapped: run pnpm format:text", () => {
    expect(wrapNote(text)).toBe(text);
  });
});

test("wraps a note that is too wide, by paragraphs", () => {
  expect(wrapNote(`# Title\n\n${words(21)}\n\nShort.\n`)).toBe(`# Title\n\n${words(20)}\nwords\n\nShort.\n`);
  expect(NOTE_WIDTH).toBe(120);
});

test("leaves a note alone whose lines fit", () => {
  expect(wrapNote("# Title\n\nShort\nlines.\n")).toBe("# Title\n\nShort\nlines.\n");
});
