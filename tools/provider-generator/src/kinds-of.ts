import type { Kit, Shape } from "@flaghook/core/shape";

/** The kinds of all parts in a shape, those included that it builds later. */
export function kindsOf(shape: Shape): ReadonlySet<string> {
  const kinds = new Set<string>();
  const later: (() => unknown)[] = [];
  const kit: Kit<unknown> = (kind, _check, ...inside) => {
    kinds.add(kind);
    if (kind === "lazy") later.push(inside[0] as () => unknown); // comes once: a lazy part remembers its node
    return kind; // the node of a part: nobody looks at it
  };
  shape(kit);
  for (const make of later) make(); // may find more of them
  return kinds;
}
