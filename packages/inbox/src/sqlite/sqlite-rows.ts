import type { DedupeSettings } from "../dedupe/rules.ts";
import type {
  AttemptRecord,
  ClaimedRow,
  ClaimQuery,
  EndedRow,
  Fence,
  LeasedRows,
  PurgeQuery,
} from "../leasing/leased-rows.ts";
import { ScopeTurns } from "../leasing/scope-turns.ts";
import type { InboxRow } from "../store/inbox-row.ts";
import { listMatching } from "../store/row-filter.ts";
import type { Acceptance, InboxCounts, State } from "../store/state.ts";
import type { Deletion, StoredRow, StoreListQuery } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";
import { claimDue } from "./claim.ts";
import { retry, store } from "./commit.ts";
import { SqliteConnection } from "./connection.ts";
import type { Database } from "./database.ts";
import { giveBackPages } from "./give-back-pages.ts";
import { isDue, nextDue } from "./next-due.ts";
import { purgePages } from "./purge.ts";
import { deleteRow, getRow } from "./one-row.ts";
import { assertRoom } from "./room.ts";
import { rowNumber, rowOf, type DeliveryRow } from "./row.ts";

/** The tables of `sqliteStore`. Each call is one transaction, a purge one per page. */
export class SqliteRows implements LeasedRows {
  readonly #connection: SqliteConnection;
  readonly #path: string;
  readonly #turns = new ScopeTurns<DeliveryRow>(({ scope = "s" }) => scope);
  readonly #purges = new Set<Promise<number>>();
  #isClosing = false;

  /** @param path Where the database was opened. */
  constructor(database: Database, path: string) {
    this.#connection = new SqliteConnection(database, path);
    this.#path = path;
  }

  async commit(
    batch: readonly Entry[],
    now: number,
    settings: DedupeSettings,
  ): Promise<readonly Acceptance[]> {
    const connection = this.#connection;
    return connection.write(() => {
      assertRoom(connection, this.#path, batch);
      return batch.map((entry) => store(connection, entry, now, settings));
    });
  }

  async claim(query: ClaimQuery): Promise<readonly (ClaimedRow | EndedRow)[]> {
    const connection = this.#connection;
    const { providers, now } = query;
    // No write lock for an empty look.
    if (!(await connection.read(() => isDue(connection, providers, now)))) return [];
    return connection.write(() => claimDue(connection, query, this.#turns));
  }

  async renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]> {
    const connection = this.#connection;
    return connection.write(() =>
      fences.map(({ id, attempt }) => connection.run("renew", until, Number(id), attempt) === 1),
    );
  }

  async record(batch: readonly AttemptRecord[], now: number): Promise<readonly boolean[]> {
    return this.#connection.write(() => batch.map((one) => this.#record(one, now)));
  }

  async nextDue(providers: readonly string[]): Promise<number | undefined> {
    const connection = this.#connection;
    const next = await connection.read(() => nextDue(connection, providers));
    return next === Infinity ? undefined : next;
  }

  async list(query: StoreListQuery): Promise<readonly InboxRow[]> {
    const connection = this.#connection;
    return listMatching(query, async ({ state, limit, after }) => {
      // Ids only rise: the list goes on behind one that has left the state, too.
      const from = after === undefined ? 0 : (rowNumber(after) ?? 0);
      const name = state === "done" ? "list" : "listUnfinished";
      return (await connection.read(() => connection.all(name, state, from, limit))).map(rowOf);
    });
  }

  async counts(): Promise<InboxCounts> {
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

  async oldestPending(): Promise<number | undefined> {
    const connection = this.#connection;
    const row = await connection.read(() => connection.get("oldestPending"));
    return (row as { stored_at: number } | undefined)?.stored_at;
  }

  async get(id: string): Promise<StoredRow | undefined> {
    const connection = this.#connection;
    const number = rowNumber(id);
    return number === undefined ? undefined : connection.snapshot(() => getRow(connection, number));
  }

  async delete(id: string, now: number): Promise<Deletion> {
    const connection = this.#connection;
    const number = rowNumber(id);
    return number === undefined ? "unknown" : connection.write(() => deleteRow(connection, number, now));
  }

  async retry(id: string, now: number): Promise<boolean> {
    const number = rowNumber(id);
    if (number === undefined) return false;
    const connection = this.#connection;
    return connection.write(() => {
      const row = connection.get("byId", number) as DeliveryRow | undefined;
      return row?.state === "dead" && retry(connection, row, now);
    });
  }

  /** `close` ends it after its current page. */
  async purge(query: PurgeQuery): Promise<number> {
    const purge = this.#purge(query);
    this.#purges.add(purge);
    try {
      return await purge;
    } finally {
      this.#purges.delete(purge);
    }
  }

  async pause(provider: string): Promise<void> {
    await this.#connection.write(() => this.#connection.run("pause", provider));
  }

  async resume(provider: string): Promise<void> {
    await this.#connection.write(() => this.#connection.run("resume", provider));
  }

  async paused(): Promise<readonly string[]> {
    const rows = await this.#connection.read(() => this.#connection.all("paused"));
    return rows.map(({ provider }) => provider);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#purges);
    this.#connection.close();
  }

  async #purge(query: PurgeQuery): Promise<number> {
    const isClosing = (): boolean => this.#isClosing;
    const count = await purgePages(this.#connection, query, isClosing);
    await giveBackPages(this.#connection, isClosing);
    return count;
  }

  #record({ id, attempt, result, due }: AttemptRecord, now: number): boolean {
    const connection = this.#connection;
    const fence = [Number(id), attempt];
    if (result.state === "released") return connection.run("release", due, ...fence) === 1;
    const state = result.state === "retry" ? "pending" : result.state;
    const reason = result.state === "dead" ? result.reason : null;
    const error = "error" in result ? result.error : null;
    const endedOrDue = result.state === "retry" ? due : now;
    const isOurs = connection.run("record", state, reason, error, endedOrDue, ...fence) === 1;
    // Nobody reads a done delivery's body again; a dead one's may be retried.
    if (isOurs && state === "done") connection.run("deleteUnusedBody", Number(id));
    return isOurs;
  }
}
