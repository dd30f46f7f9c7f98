import { searchTextOf, type Kind, type Line } from "./line.ts";

/** Which lines to show. Everything that is absent lets all lines through. */
export interface Filter {
  readonly provider?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly flag?: string | undefined;
  readonly actor?: string | undefined;
  readonly environment?: string | undefined;
  /** Each word must occur somewhere, in any case. */
  readonly q?: string | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Inclusive. */
  readonly to?: Date | undefined;
}

const FIELDS = ["provider", "kind", "flag", "actor", "environment"] as const;

/** The words that a text filter looks for, in lower case. */
export function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether a line passes: what the database decides for stored lines, for one that arrives live. */
export function passes(filter: Filter, line: Line): boolean {
  const at = Date.parse(line.at);
  if (filter.from !== undefined && at < filter.from.getTime()) return false;
  if (filter.to !== undefined && at > filter.to.getTime()) return false;
  if (FIELDS.some((field) => filter[field] !== undefined && filter[field] !== line[field])) return false;
  const words = wordsOf(filter.q);
  if (words.length === 0) return true;
  const text = searchTextOf(line);
  return words.every((word) => text.includes(word));
}
