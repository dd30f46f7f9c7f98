/** Words that say nothing about one field that they do not say about all others. */
const FILLER = new Set(
  "a an and api array as at by current date details for from github has id identifier in information is it its link list name number object of on one or that the this time to unique uniquely url value was when whether which with".split(
    " ",
  ),
);

/**
 * GitHub's sentence about a field, if it says more than the field's path does: "The name of the rule" says nothing about
 * `rule.name`.
 */
export function usefulDoc(doc: string | undefined, path: string): string | undefined {
  const text = doc?.replace(/,? in ISO 8601 format: `[\w:-]+`/, "");
  const names = path
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[._[\]]+/g, " ")
    .toLowerCase();
  const words = text?.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.some((word) => !FILLER.has(word) && !names.includes(word.replace(/e?[ds]$/, "")))
    ? text
    : undefined;
}
