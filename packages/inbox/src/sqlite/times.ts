import type { ClaimQuery } from "../leasing/leased-rows.ts";
import { setBacks } from "../leasing/set-back.ts";
import type { SqliteConnection } from "./connection.ts";

/** When the deliveries of a provider are due, the first and the last ones. */
interface Times {
  readonly fresh: number | null;
  readonly waiting: number | null;
  readonly lastWaiting: number | null;
  readonly running: number | null;
  readonly lastRunning: number | null;
}

export function timesOf(connection: SqliteConnection, provider: string): Times {
  return connection.get("times", provider, provider, provider, provider, provider) as Times;
}

/** When there is something to do next; `Infinity` for never. */
export function nextOf({ fresh, waiting, running }: Times): number {
  return Math.min(fresh ?? Infinity, waiting ?? Infinity, running ?? Infinity);
}

/** What a claim has to do. */
export function look(
  connection: SqliteConnection,
  query: ClaimQuery,
): { readonly isDue: boolean; readonly isSetBack: boolean } {
  const times = query.providers.map((provider) => timesOf(connection, provider));
  const { waiting, running } = setBacks(query);
  return {
    isDue: times.some((one) => one.fresh !== null || nextOf(one) <= query.now),
    isSetBack: times.some(
      ({ lastWaiting, lastRunning }) =>
        (lastWaiting ?? 0) > waiting.latest || (lastRunning ?? 0) > running.latest,
    ),
  };
}

/** Brings nearer what a clock that was set back has left too far ahead. */
export function recall(connection: SqliteConnection, query: ClaimQuery): void {
  const { waiting, running } = setBacks(query);
  for (const provider of query.providers) {
    connection.run("recallWaiting", waiting.due, provider, waiting.latest, query.limit);
    connection.run("recallRunning", running.due, provider, running.latest, query.limit);
  }
}
