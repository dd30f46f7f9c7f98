/** The class of a value by its tag, e.g. `"ArrayBuffer"`: the same in every realm. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
