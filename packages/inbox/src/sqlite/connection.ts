import type { StatementSync } from "node:sqlite";
import { inTransaction, isBusy, type Database } from "./database.ts";
import type { DeliveryRow } from "./row.ts";
import { SQL } from "./statements.ts";

type Name = keyof typeof SQL;
type Value = string | number | null | Uint8Array;

/** How long a call waits for other processes before it is refused. */
const BUSY_LIMIT = 10_000;

/** The database with its prepared statements. A locked one is waited for without blocking the thread. */
export class SqliteConnection {
  readonly #database: Database;
  readonly #statements = new Map<Name, StatementSync>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Runs a write in a transaction of its own. */
  async write<Result>(write: () => Result): Promise<Result> {
    return patiently(() => inTransaction(this.#database, write));
  }

  /**
   * Runs a read. It too can be refused, although the log lets readers and a writer work side by side: while another process
   * rebuilds the log's index after a crash, or takes the log away as the last one to close.
   */
  async read<Result>(read: () => Result): Promise<Result> {
    return patiently(read);
  }

  /** Runs several reads of one state of the database. */
  async snapshot<Result>(read: () => Result): Promise<Result> {
    return patiently(() => {
      this.#database.exec("begin");
      try {
        return read();
      } finally {
        this.#database.exec("commit");
      }
    });
  }

  /** @returns how many rows it changed */
  run(name: Name, ...values: Value[]): number {
    return Number(this.#prepare(name).run(...values).changes);
  }

  get(name: Name, ...values: Value[]): unknown {
    return this.#prepare(name).get(...values);
  }

  // Never an iterator: an open one lets the write-ahead log grow without end.
  all(name: Name, ...values: Value[]): DeliveryRow[] {
    return this.#prepare(name).all(...values) as unknown as DeliveryRow[];
  }

  close(): void {
    this.#database.close();
  }

  #prepare(name: Name): StatementSync {
    let statement = this.#statements.get(name);
    if (statement === undefined) this.#statements.set(name, (statement = this.#database.prepare(SQL[name])));
    return statement;
  }
}

async function patiently<Result>(call: () => Result): Promise<Result> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!isBusy(error) || performance.now() - startedAt > BUSY_LIMIT) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
  }
}
