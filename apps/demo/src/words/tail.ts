/** Where and by whom, as a sentence ends: ` in production by ana`. */
export function tailOf(environment: string | undefined, actor: string | undefined): string {
  return `${environment === undefined ? "" : ` in ${environment}`}${byOf(actor)}`;
}

/** By whom alone. */
export function byOf(actor: string | undefined): string {
  return actor === undefined ? "" : ` by ${actor}`;
}

/** A number with its noun: `1 commit`, `3 commits`. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** A text in one line, cut off where it gets too long for one. */
export function shorten(text: string, most = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
