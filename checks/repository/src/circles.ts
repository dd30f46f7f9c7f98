/** What each node of a graph points to. Targets that are no nodes themselves are left out. */
export type Arrows = ReadonlyMap<string, Iterable<string>>;

/**
 * The circles of a graph, one for every group of nodes that all reach each other: the shortest one
 * through the group's first node, as `a -> b -> a`. Empty when all arrows point one way.
 */
export function circlesIn(arrows: Arrows): readonly string[] {
  const seen = new Set<string>();
  return [...arrows.keys()].toSorted().flatMap((node) => {
    if (seen.has(node)) return [];
    const back = shortestWayBack(arrows, node);
    if (back === undefined) return [];
    for (const other of reachableFrom(arrows, node)) {
      if (reachableFrom(arrows, other).has(node)) seen.add(other);
    }
    return [back.join(" -> ")];
  });
}

function reachableFrom(arrows: Arrows, start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const target of arrows.get(node) ?? []) {
      if (found.has(target) || !arrows.has(target)) continue;
      found.add(target);
      waiting.push(target);
    }
  }
  return found;
}

/** The nodes of the shortest way from a node to itself, with the node at both ends. */
function shortestWayBack(arrows: Arrows, start: string): readonly string[] | undefined {
  const ways: string[][] = [[start]];
  const found = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const target of [...(arrows.get(way.at(-1)!) ?? [])].toSorted()) {
      if (target === start) return [...way, start];
      if (found.has(target) || !arrows.has(target)) continue;
      found.add(target);
      ways.push([...way, target]);
    }
  }
  return undefined;
}
