/** Makes one thing of each function that builds a shape: shapes that refer to each other end. */
export function oncePerBuilder<Builder, Node>(make: (build: Builder) => Node): (build: Builder) => Node {
  const made = new Map<Builder, Node>();
  return (build) => {
    if (!made.has(build)) made.set(build, make(build));
    return made.get(build)!;
  };
}
