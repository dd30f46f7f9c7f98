import { expect, test } from "vitest";
import { commentsOf, sentencesOf } from "../src/comments.ts";

const source = `// One line,
// and its second.
const a = 1; // Beside code.

/**
 * A docblock. It goes
 * on here.
 *
 * Another paragraph.
 *
 * @param x A parameter.
 * @example
 * \`\`\`ts
 * const example = "Of no interest.";
 * \`\`\`
 */
export function f(): void {}
/* A block. */
`;

test("finds comments with their lines, and joins line comments one below the other", () => {
  expect(
    commentsOf("a.ts", source).map(({ line, isDocblock, text }) => ({ line, isDocblock, text })),
  ).toEqual([
    { line: 1, isDocblock: false, text: "One line, and its second." },
    { line: 3, isDocblock: false, text: "Beside code." },
    {
      line: 5,
      isDocblock: true,
      text: expect.stringMatching(/^A docblock\. It goes on here\.\nAnother paragraph\.\s*$/),
    },
    { line: 18, isDocblock: false, text: "A block." },
  ]);
});

test("keeps the lines of a docblock as they are, to measure them", () => {
  expect(commentsOf("a.ts", "  /** One.\n   * Two. */\nf();")[0]!.source).toEqual([
    "  /** One.",
    "   * Two. */",
  ]);
});

test.each([
  ["One. Two: Three? (Four.) five.", ["One.", "Two:", "Three?", "(Four.) five."]],
  ["In v1.2 it is e.g. so.", ["In v1.2 it is e.g. so."]],
  ["One\nTwo.", ["One", "Two."]],
  ["", []],
])("takes the sentences of %j apart", (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});
