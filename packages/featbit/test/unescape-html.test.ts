import { expect, test } from "vitest";
import { unescapeHtml } from "../src/unescape-html.ts";

test.each([
  ["A &amp; B &quot;x&quot;", 'A & B "x"'],
  ["&lt;b&gt;", "<b>"],
  ["caf&#233; &#x27;&#X2F;&#128512;", "café '/😀"],
  ["&amp;lt;", "&lt;"],
  ["&#38;amp;", "&amp;"],
  ["&nbsp; &#; &#x; &amp &constructor;", "&nbsp; &#; &#x; &amp &constructor;"],
  ["&#1114112; &#x110000; &#9999999;", "&#1114112; &#x110000; &#9999999;"],
  ["", ""],
])("%j is %j", (escaped, plain) => {
  expect(unescapeHtml(escaped)).toBe(plain);
});
