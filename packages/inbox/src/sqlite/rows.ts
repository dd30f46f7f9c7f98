import type { Entry } from "../store/stored-entry.ts";
import type { ClaimQuery, Fence, RowClaim, Rows, Settlement } from "../leasing/leased-rows.ts";
import { claimDue } from "./claim.ts";
import { place } from "./commit.ts";
import { SqliteConnection } from "./connection.ts";
import type { Database } from "./database.ts";
import { purgePages } from "./purge.ts";
import { rowNumber, toInboxRow } from "./row.ts";
import { look, nextOf, recall, timesOf } from "./times.ts";
import type { InboxRow, Outcome, State } from "../store/store.ts";

/** The tables of `sqliteStore`. Each call is one transaction, a purge one for each page. */
export class SqliteRows implements Rows {
  readonly #connection: SqliteConnection;
  readonly #purges = new Set<Promise<number>>();
  #isClosing = false;

  constructor(database: Database) {
    this.#connection = new SqliteConnection(database);
  }

  async commit(
    batch: readonly Entry[],
    now: number,
    rules: Parameters<Rows["commit"]>[2],
  ): Promise<readonly Outcome[]> {
    const connection = this.#connection;
    return connection.write(() => batch.map((entry) => place(connection, entry, now, rules)));
  }

  async claim(query: ClaimQuery): Promise<readonly RowClaim[]> {
    const connection = this.#connection;
    const { isDue, isSetBack } = await connection.read(() => look(connection, query));
    if (!isDue && !isSetBack) return []; // no write lock for an empty look
    return connection.write(() => {
      if (isSetBack) recall(connection, query);
      return claimDue(connection, query);
    });
  }

  async renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]> {
    const connection = this.#connection;
    return connection.write(() =>
      fences.map(({ id, attempt }) => connection.run("renew", until, Number(id), attempt) === 1),
    );
  }

  async settle(batch: readonly Settlement[], now: number): Promise<readonly boolean[]> {
    return this.#connection.write(() => batch.map((settlement) => this.#settle(settlement, now)));
  }

  async nextDue(providers: readonly string[]): Promise<number | undefined> {
    const connection = this.#connection;
    const next = await connection.read(() =>
      Math.min(...providers.map((provider) => nextOf(timesOf(connection, provider)))),
    );
    return next === Infinity ? undefined : next;
  }

  async list({ state, limit, after }: Parameters<Rows["list"]>[0]): Promise<readonly InboxRow[]> {
    const connection = this.#connection;
    const number = after === undefined ? undefined : rowNumber(after);
    const rows = await connection.read(() => {
      const row = number === undefined ? undefined : connection.get("stateOf", number);
      const from = (row as { state: State } | undefined)?.state === state ? number! : 0;
      return connection.all(state === "done" ? "list" : "listUnfinished", state, from, limit);
    });
    return rows.map(toInboxRow);
  }

  async counts(): Promise<Record<State, number>> {
    const connection = this.#connection;
    return connection.snapshot(() => {
      const counts = { pending: 0, running: 0, done: 0, dead: 0 };
      counts.done = (connection.get("total") as { count: number }).count;
      const rows = connection.all("unfinished") as unknown as { state: State; count: number }[];
      for (const { state, count } of rows) {
        counts[state] = count;
        counts.done -= count;
      }
      return counts;
    });
  }

  async retry(id: string, now: number): Promise<boolean> {
    const number = rowNumber(id);
    if (number === undefined) return false;
    return this.#connection.write(() => this.#connection.run("retry", now, number) === 1);
  }

  /** `close` ends it after the page at hand. */
  async purge(query: Parameters<Rows["purge"]>[0]): Promise<number> {
    const purge = purgePages(this.#connection, query, () => this.#isClosing);
    this.#purges.add(purge);
    try {
      return await purge;
    } finally {
      this.#purges.delete(purge);
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#purges);
    this.#connection.close();
  }

  #settle({ id, attempt, verdict, due }: Settlement, now: number): boolean {
    const connection = this.#connection;
    const fence = [Number(id), attempt];
    if (verdict.state === "released") return connection.run("release", due, ...fence) === 1;
    const state = verdict.state === "retry" ? "pending" : verdict.state;
    const reason = verdict.state === "dead" ? verdict.reason : null;
    const error = "error" in verdict ? verdict.error : null;
    const endedOrDue = verdict.state === "retry" ? due : now;
    const isOurs = connection.run("settle", state, reason, error, endedOrDue, ...fence) === 1;
    // Nobody reads a done delivery's body again; a dead one's may be retried.
    if (isOurs && state === "done") connection.run("deleteBody", Number(id));
    return isOurs;
  }
}
