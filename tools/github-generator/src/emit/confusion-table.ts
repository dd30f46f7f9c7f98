import type { Description } from "../model/description.ts";
import type { Confusion } from "../rules/confusions.ts";

/** The README's table of payloads that pass under another name: a row for all that pass on the same conditions. */
export function emitConfusionTable(confusions: readonly Confusion[], description: Description): string {
  const rows = new Map<string, { from: string; to: string[]; condition: string }>();
  for (const confusion of confusions) {
    const { from, to } = confusion;
    const condition = conditionOf(confusion, Object.keys(description.events[from]!.actions));
    const row = rows.get(`${from} ${condition}`) ?? { from, to: [], condition };
    row.to.push(to);
    rows.set(`${from} ${condition}`, row);
  }
  const lines = [...rows.values()]
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))
    .map(({ from, to, condition }) => `| \`${from}\` | ${listed(to)} | ${condition} |`);
  return ["| a payload of | passes as | where |", "|---|---|---|", ...lines].join("\n");
}

function conditionOf({ actions, nulls, extras }: Confusion, all: readonly string[]): string {
  const conditions = [
    ...(actions.length < all.length ? [`it is ${listed(actions, "or")}`] : []),
    ...nulls.map((key) => `\`${key}\` is \`null\``),
    ...(extras.length > 0 ? [`it has ${listed(extras, "and")}`] : []),
  ];
  return conditions.length === 0 ? "always" : conditions.join(", ");
}

function listed(words: readonly string[], conjunction?: string): string {
  const quoted = words.map((word) => `\`${word}\``);
  if (conjunction === undefined || quoted.length < 2) return quoted.join(", ");
  return `${quoted.slice(0, -1).join(", ")} ${conjunction} ${quoted.at(-1)!}`;
}
