import { assertKnownOptions } from "../options/assert.ts";
import type { RowFilter } from "../store/row-filter.ts";
import { DEAD_REASONS } from "../store/state.ts";
import type { RowQuery } from "../store/store.ts";

const FILTERS = ["reason", "provider", "scope", "name", "since", "until"];

/**
 * Reads which deliveries `list` and `retry` are about.
 *
 * @param where What takes the query, as messages name it.
 * @param others What else it takes.
 * @returns `undefined` for all of them.
 * @throws {TypeError} for what is unknown or of another kind
 */
export function readRowQuery(
  where: string,
  query: RowQuery,
  now: number,
  others: readonly string[] = [],
): RowFilter | undefined {
  assertKnownOptions(where, query, [...others, ...FILTERS]);
  const { reason, provider, scope, name, since, until } = query;
  if (reason !== undefined && !DEAD_REASONS.includes(reason)) {
    throw new TypeError(`reason must be one of ${DEAD_REASONS.join(", ")}.`);
  }
  for (const [option, value] of Object.entries({ provider, scope, name })) {
    if (value !== undefined && typeof value !== "string") throw new TypeError(`${option} must be a string.`);
  }
  const filter = {
    reason,
    provider,
    scope,
    name,
    since: since === undefined ? undefined : readTime("since", since, now),
    until: until === undefined ? undefined : readTime("until", until, now),
  };
  return Object.values(filter).every((value) => value === undefined) ? undefined : filter;
}

/** A time, or an age in milliseconds. @throws {TypeError} for anything else */
export function readTime(option: string, given: Date | number, now: number): number {
  const time = given instanceof Date ? given.getTime() : now - given;
  if (Number.isFinite(time)) return time;
  throw new TypeError(`${option} must be a Date, or an age in milliseconds.`);
}
