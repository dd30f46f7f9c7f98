import { expect, test } from "vitest";
import { WIDTH, wrapDocblocks } from "../src/docblock-width.ts";

const long = (count: number): string => Array.from({ length: count }, () => "words").join(" ");

test("wraps a docblock of one line that is too wide", () => {
  expect(wrapDocblocks(`/** ${long(20)} */\nconst a = 1;\n`)).toBe(
    `/**\n * ${long(16)}\n * ${long(4)}\n */\nconst a = 1;\n`,
  );
});

test("counts what a docblock is indented by", () => {
  const wrapped = wrapDocblocks(`    /** ${long(40)} */`);
  expect(wrapped.split("\n").every((line) => line.length <= WIDTH)).toBe(true);
  expect(wrapped.split("\n")[1]).toBe(`     * ${long(15)}`);
});

test("keeps paragraphs, list items, tags and code apart", () => {
  const source = [
    "/**",
    ` * ${long(20)}`,
    " * more.",
    " *",
    " * Another.",
    ` * - ${long(18)}`,
    " * - short",
    ` * @param a ${long(17)}`,
    " * ```ts",
    ` * ${long(18)}`,
    " * ```",
    " */",
  ].join("\n");
  expect(wrapDocblocks(source).split("\n")).toEqual([
    "/**",
    ` * ${long(16)}`,
    ` * ${long(4)} more.`,
    " *",
    " * Another.",
    ` * - ${long(16)}`,
    ` *   ${long(2)}`,
    " * - short",
    ` * @param a ${long(14)}`,
    ` *   ${long(3)}`,
    " * ```ts",
    ` * ${long(18)}`,
    " * ```",
    " */",
  ]);
});

test("breaks no span of code and no link", () => {
  const wrapped = wrapDocblocks(
    `/** ${long(14)} \`a span of code here\` {@link some thing else} ${long(3)} */`,
  );
  expect(wrapped.split("\n")[2]).toBe(` * \`a span of code here\` {@link some thing else} ${long(3)}`);
});

test.each([
  ["a docblock that fits", "/**\n * Short\n * lines.\n */"],
  ["a comment that is no docblock", `/* ${long(30)} */\n// ${long(30)}`],
  ["code", `const a = "${long(30)}"; /** ${long(2)} */`],
])("leaves %s alone", (_name, source) => {
  expect(wrapDocblocks(source)).toBe(source);
});

test("wraps what is wrapped no further", () => {
  const once = wrapDocblocks(`/** ${long(50)} */`);
  expect(wrapDocblocks(once)).toBe(once);
});
