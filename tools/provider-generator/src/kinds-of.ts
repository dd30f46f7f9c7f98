import type { Kit, Shape } from "@flaghook/core/shape";

/** The kinds of all parts in a shape, those included that it builds later. */
export function kindsOf(shape: Shape): ReadonlySet<string> {
  const kinds = new Set<string>();
  const builds: (() => unknown)[] = [];
  const kit: Kit<unknown> = (kind, _make, ...inside) => {
    kinds.add(kind);
    // Each lazy part comes once for a kit, however many others refer to it.
    if (kind === "lazy") builds.push(inside[0] as () => unknown);
    return kind; // the node of a part: nobody looks at it
  };
  shape(kit);
  for (const build of builds) build();
  return kinds;
}
