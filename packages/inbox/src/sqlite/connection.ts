import type { StatementSync } from "node:sqlite";
import { inTransaction, isBusy, rollBack, type Database } from "./database.ts";
import { watchFiles } from "./opened-files.ts";
import type { DeliveryRow } from "./row.ts";
import { SQL } from "./statements.ts";

type Name = keyof typeof SQL;
type Value = string | number | null | Uint8Array;

/** How long a call waits for other processes before it rejects. */
const BUSY_LIMIT_MS = 10_000;

/**
 * The database with its prepared statements. Waits for a locked one without blocking the thread.
 */
export class SqliteConnection {
  readonly #database: Database;
  readonly #statements = new Map<Name, StatementSync>();
  readonly #assertInPlace: () => void;

  /** @param path Where the database was opened. */
  constructor(database: Database, path: string) {
    this.#database = database;
    this.#assertInPlace = watchFiles(database, path);
  }

  /**
   * Runs a write in a transaction of its own. Rejects when the file has been moved or deleted: one
   * look, behind the write, says both whether it was before and whether it was meanwhile.
   */
  async write<Result>(write: () => Result): Promise<Result> {
    try {
      return await whenFree(() => inTransaction(this.#database, write));
    } finally {
      this.#assertInPlace();
    }
  }

  /**
   * Runs a read. The log lets readers and a writer work side by side, but a read too is refused
   * while another process rebuilds the log's index after a crash, or removes the log as the last to
   * close.
   */
  async read<Result>(read: () => Result): Promise<Result> {
    this.#assertInPlace();
    return whenFree(read);
  }

  /** Runs several reads of the same state of the database. */
  async snapshot<Result>(read: () => Result): Promise<Result> {
    return this.read(() => {
      this.#database.exec("begin");
      try {
        return read();
      } finally {
        rollBack(this.#database); // it wrote nothing
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

async function whenFree<Result>(call: () => Result): Promise<Result> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!isBusy(error) || performance.now() - startedAt > BUSY_LIMIT_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
  }
}
