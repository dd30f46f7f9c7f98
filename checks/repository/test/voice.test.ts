import { describe, expect, test } from "vitest";
import { commentsOf, sentencesOf } from "../src/comments.ts";
import { read } from "../src/tree.ts";
import { writtenFiles } from "../src/written-files.ts";

const comments = writtenFiles()
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => commentsOf(file, read(file)).map((comment) => ({ file, ...comment })));

const sentences = comments.flatMap(({ file, line, text }) =>
  sentencesOf(text).map((sentence) => ({ place: `${file}:${line}`, sentence })),
);

/** Openings that read as if they were translated: the subject, or a verb, comes first. */
const STILTED = [
  { name: "Of", pattern: /^Of\s/ },
  { name: "What … is", pattern: /^What\s[^?:;]*\b(?:is|are|was|were)\b[^?]*$/ },
];

describe("comments", () => {
  test("are looked at", () => {
    expect(comments.length).toBeGreaterThan(500);
    expect(sentences.length).toBeGreaterThan(comments.length);
  });

  test.each(STILTED)("have no sentence that begins with $name", ({ pattern }) => {
    const found = sentences.filter(({ sentence }) => pattern.test(sentence));
    expect(found.map(({ place, sentence }) => `${place} ${sentence}`)).toEqual([]);
  });

  test("in docblocks are at most 100 columns wide", () => {
    const wide = comments
      .filter(({ isDocblock }) => isDocblock)
      .flatMap(({ file, line, source }) =>
        source.flatMap((text, index) =>
          text.length > 100 && !isUrl(text) ? [`${file}:${line + index} ${text.length}`] : [],
        ),
      );
    expect(wide).toEqual([]);
  });
});

/** A link cannot be wrapped. */
function isUrl(line: string): boolean {
  return /https?:\/\/\S{60,}/.test(line);
}

test.each([
  ["Of", "Of what waits, the oldest."],
  ["What … is", "What is stored stays stored."],
  ["What … is", "What the schemes are the compiler says."],
])("%s is found in %j", (name, sentence) => {
  expect(STILTED.find((one) => one.name === name)!.pattern.test(sentence)).toBe(true);
});

test.each(["Often it is right.", "Whatever is stored stays.", "What a bundle imports.", "What is this?"])(
  "%j is no fault",
  (sentence) => {
    expect(STILTED.some(({ pattern }) => pattern.test(sentence))).toBe(false);
  },
);
