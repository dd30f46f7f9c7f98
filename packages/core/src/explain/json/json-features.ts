import { INTEGER_KEY } from "./json-printer.ts";
import type { JsonStyle } from "./json-styles.ts";
import type { JsonNode } from "./json-tree.ts";

/** The features of a JSON value that make styles differ. */
interface JsonFeatures {
  hasHtml: boolean;
  hasNonAscii: boolean;
  hasSlash: boolean;
  isSorted: boolean;
  hasIntegerKeys: boolean;
}

/**
 * The styles that print this value differently: one of several that come out the same is enough.
 */
export function distinctStyles(root: JsonNode, styles: readonly JsonStyle[]): readonly JsonStyle[] {
  const features = featuresOf(root);
  const byEffect = new Map<string, JsonStyle>();
  for (const style of styles) {
    const effect = [
      style.comma,
      style.colon,
      style.indent,
      escapesIn(style, features),
      orderIn(style, features),
    ].join("|");
    if (!byEffect.has(effect)) byEffect.set(effect, style);
  }
  return [...byEffect.values()];
}

function escapesIn({ escapes }: JsonStyle, { hasHtml, hasNonAscii, hasSlash }: JsonFeatures): string {
  if (escapes === "slash" && hasSlash) return "slash";
  if (escapes !== "minimal" && escapes !== "html" && hasNonAscii) return "ascii";
  return escapes === "html" && hasHtml ? "html" : "minimal";
}

function orderIn({ order }: JsonStyle, { isSorted, hasIntegerKeys }: JsonFeatures): string {
  if (isSorted || (order === "integers" && !hasIntegerKeys)) return "given";
  return order;
}

function featuresOf(root: JsonNode): JsonFeatures {
  const features = {
    hasHtml: false,
    hasNonAscii: false,
    hasSlash: false,
    isSorted: true,
    hasIntegerKeys: false,
  };

  function visit(node: JsonNode): void {
    if (node.kind === "string") visitText(node.text);
    else if (node.kind === "array") node.elements.forEach(visit);
    else if (node.kind === "object") {
      let previous = "";
      for (const [key, value] of node.members) {
        visitText(key);
        if (key < previous) features.isSorted = false;
        if (INTEGER_KEY.test(key)) features.hasIntegerKeys = true;
        previous = key;
        visit(value);
      }
    }
  }

  function visitText(text: string): void {
    features.hasHtml ||= /[<>&\u2028\u2029]/.test(text);
    features.hasNonAscii ||= /[\u007f-\uffff]/.test(text);
    features.hasSlash ||= text.includes("/");
  }

  visit(root);
  return features;
}
