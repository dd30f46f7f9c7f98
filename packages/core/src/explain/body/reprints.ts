import { utf8 } from "../../encoding/utf8.ts";
import type { Undone } from "../model/damage.ts";
import { distinctStyles } from "../json/json-features.ts";
import { printJson } from "../json/json-printer.ts";
import { JSON_STYLES } from "../json/json-styles.ts";
import { parseJsonTree } from "../json/json-tree.ts";

/**
 * JSON printed again in every style of a sender that would look different, with and without a line
 * break at its end.
 */
export function* reprints(text: string): Generator<Undone> {
  const tree = parseJsonTree(text);
  if (tree === undefined) return;
  const styles = distinctStyles(tree, JSON_STYLES);
  for (const style of styles) {
    const printed = printJson(tree, style);
    if (printed === undefined) continue;
    for (const end of ["", "\n"]) {
      if (printed + end === text) continue;
      const detail = `Printed again in ${style.name}${end && " and a line break"}, the body is the one that was signed.`;
      yield { change: { body: utf8(printed + end) }, detail };
    }
  }
}
