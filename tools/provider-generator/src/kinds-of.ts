import type { Shape } from "@flaghook/core/shape";

/** The kinds of all parts in a shape, those included that it builds later. */
export function kindsOf(shape: Shape): ReadonlySet<string> {
  const kinds = new Set<string>();
  const built = new Set<unknown>();
  const visit = (one: Shape): unknown =>
    one((kind, _check, ...inside) => {
      kinds.add(kind);
      const [build] = inside;
      if (kind === "lazy" && !built.has(build)) {
        built.add(build);
        visit((build as () => Shape)());
      }
      return kind as never; // the node of a part: nobody looks at it
    });
  visit(shape);
  return kinds;
}
