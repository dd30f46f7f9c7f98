import type { SqliteConnection } from "./connection.ts";

/** When a provider's deliveries fall due first, by kind. */
interface NextTimes {
  /** Not null when there is any: it is due whatever the clock says. */
  readonly fresh: number | null;
  readonly waiting: number | null;
  readonly running: number | null;
}

/** When there is something to do next for these providers; `Infinity` for never. */
export function nextDue(connection: SqliteConnection, providers: readonly string[]): number {
  const times = notPaused(connection, providers).map((provider) => timesOf(connection, provider));
  return Math.min(
    ...times.flatMap(({ fresh, waiting, running }) =>
      [fresh, waiting, running].map((one) => one ?? Infinity),
    ),
  );
}

/**
 * Whether a claim would find anything. A delivery that was never tried is due whatever the clock
 * says.
 */
export function isDue(connection: SqliteConnection, providers: readonly string[], now: number): boolean {
  return notPaused(connection, providers)
    .map((provider) => timesOf(connection, provider))
    .some(
      ({ fresh, waiting, running }) =>
        fresh !== null || (waiting ?? Infinity) <= now || (running ?? Infinity) <= now,
    );
}

/** Those of which something may start. */
export function notPaused(connection: SqliteConnection, providers: readonly string[]): string[] {
  return providers.filter((provider) => connection.get("isPaused", provider) === undefined);
}

function timesOf(connection: SqliteConnection, provider: string): NextTimes {
  return connection.get("times", provider, provider, provider) as NextTimes;
}
