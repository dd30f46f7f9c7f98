import type { SqliteConnection } from "./connection.ts";

/** When a provider's deliveries fall due first, by kind. */
interface NextTimes {
  readonly fresh: number | null;
  readonly waiting: number | null;
  readonly running: number | null;
}

/** When there is something to do next for these providers; `Infinity` for never. */
export function nextDue(connection: SqliteConnection, providers: readonly string[]): number {
  const times = providers.map((provider) => timesOf(connection, provider));
  return Math.min(
    ...times.flatMap(({ fresh, waiting, running }) =>
      [fresh, waiting, running].map((one) => one ?? Infinity),
    ),
  );
}

/** Whether a claim would find anything. What was never tried is due whatever the clock says. */
export function isDue(connection: SqliteConnection, providers: readonly string[], now: number): boolean {
  return providers
    .map((provider) => timesOf(connection, provider))
    .some(
      ({ fresh, waiting, running }) =>
        fresh !== null || (waiting ?? Infinity) <= now || (running ?? Infinity) <= now,
    );
}

function timesOf(connection: SqliteConnection, provider: string): NextTimes {
  return connection.get("times", provider, provider, provider) as NextTimes;
}
