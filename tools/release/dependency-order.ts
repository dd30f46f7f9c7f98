/** What the order depends on. */
interface Package {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Packages with each after those that it depends on, and otherwise by name: whoever installs while
 * a release is going on finds everything that a package needs.
 *
 * @throws {Error} when packages depend on each other in a circle
 */
export function inDependencyOrder<One extends Package>(packages: readonly One[]): readonly One[] {
  const ordered: One[] = [];
  const waiting = packages.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  while (waiting.length > 0) {
    const next = waiting.findIndex(
      ({ dependencies = {} }) => !waiting.some(({ name }) => Object.hasOwn(dependencies, name)),
    );
    if (next < 0) throw new Error(`${waiting.map(({ name }) => name).join(", ")} depend on each other.`);
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}
