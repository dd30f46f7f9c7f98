import type { Provider } from "../../packages/core/src/index.ts";

/** A secret that nobody has, in the form that the first scheme of a provider takes. */
export function secretOf({ schemes }: Pick<Provider, "schemes">): string {
  const { key } = schemes[0]!;
  if (key === undefined) return "a secret that nobody says aloud";
  const bytes = Buffer.alloc(32, "k");
  return `${key.prefix ?? ""}${bytes.toString(key.encoding)}`;
}
