import type { StatementSync } from "node:sqlite";
import type { Entry } from "./entry.ts";
import { CRASHED } from "./failure.ts";
import { placeBeside, placeFirst, placeOwn, toBeside, type Placement } from "./outcome.ts";
import type { ClaimQuery, Fence, RowClaim, Rows, Settlement } from "./rows.ts";
import { inTransaction, isBusy, type Database } from "./sqlite-database.ts";
import { occupantOf, toEntry, toInboxRow, toMeta, type DeliveryRow } from "./sqlite-row.ts";
import { SQL } from "./sqlite-statements.ts";
import type { InboxRow, Outcome, State } from "./store.ts";

type Rules = Parameters<Rows["commit"]>[2];

/** How long a write waits for other processes before it is refused. */
const BUSY_LIMIT = 10_000;

/** Rows that a purge removes in one transaction. */
export const PURGE_PAGE = 500;

/** Between two of them, in milliseconds: longer than other processes wait before they ask for the lock again. */
const PURGE_PAUSE = 10;

/** The tables of `sqliteStore`. Each call is one transaction; a locked database is waited for without blocking the thread. */
export class SqliteRows implements Rows {
  readonly #database: Database;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();
  readonly #purges = new Set<Promise<number>>();
  #isClosing = false;

  constructor(database: Database) {
    this.#database = database;
  }

  async commit(batch: readonly Entry[], now: number, rules: Rules): Promise<readonly Outcome[]> {
    return this.#write(() => batch.map((entry) => this.#place(entry, now, rules)));
  }

  async claim({ providers, limit, now, lease, attempts }: ClaimQuery): Promise<readonly RowClaim[]> {
    const hasDue = (): boolean => this.#due(providers, now, 1).length > 0;
    if (!hasDue()) return []; // no write lock for an empty look
    return this.#write(() => {
      const claims: RowClaim[] = [];
      for (const row of this.#due(providers, now, limit)) {
        const tries = row.attempt - row.base + 1;
        if (row.state === "running" && tries > attempts) {
          this.#run("crashed", CRASHED, now, row.id);
          continue;
        }
        this.#run("start", now + lease, row.id);
        const { bytes } = this.#get("body", row.id) as { bytes: Uint8Array };
        const entry = toEntry(row, bytes);
        claims.push({
          id: String(row.id),
          entry,
          attempt: row.attempt + 1,
          tries,
          isLast: tries >= attempts,
        });
      }
      return claims;
    });
  }

  async renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]> {
    return this.#write(() =>
      fences.map(({ id, attempt }) => this.#run("renew", until, Number(id), attempt) === 1),
    );
  }

  async settle(batch: readonly Settlement[], now: number): Promise<readonly boolean[]> {
    return this.#write(() => batch.map((settlement) => this.#settle(settlement, now)));
  }

  async nextDue(providers: readonly string[]): Promise<number | undefined> {
    const dueOf = (name: "nextPending" | "nextRunning", provider: string): number =>
      (this.#get(name, provider) as { due: number | null }).due ?? Infinity;
    const next = Math.min(
      ...providers.flatMap((one) => [dueOf("nextPending", one), dueOf("nextRunning", one)]),
    );
    return next === Infinity ? undefined : next;
  }

  async list({ state, limit, after }: Parameters<Rows["list"]>[0]): Promise<readonly InboxRow[]> {
    const row = after === undefined ? undefined : this.#get("stateOf", Number(after));
    const isThere = (row as { state: State } | undefined)?.state === state;
    const from = isThere ? Number(after) : 0;
    return this.#all(state === "done" ? "list" : "listUnfinished", state, from, limit).map(toInboxRow);
  }

  async counts(): Promise<Record<State, number>> {
    // One snapshot for both numbers.
    this.#database.exec("begin");
    try {
      const counts = { pending: 0, running: 0, done: 0, dead: 0 };
      counts.done = (this.#get("total") as { count: number }).count;
      const rows = this.#prepare("unfinished").all() as unknown as { state: State; count: number }[];
      for (const { state, count } of rows) {
        counts[state] = count;
        counts.done -= count;
      }
      return counts;
    } finally {
      this.#database.exec("commit");
    }
  }

  async retry(id: string, now: number): Promise<boolean> {
    const number = Number(id);
    return Number.isSafeInteger(number) && this.#write(() => this.#run("retry", now, number) === 1);
  }

  /** In pages, so that accepts and renewals get in between. `close` ends it after the page at hand. */
  async purge(query: Parameters<Rows["purge"]>[0]): Promise<number> {
    const purge = this.#purgePages(query);
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
    this.#database.close();
  }

  async #purgePages({ before, now, dead, window }: Parameters<Rows["purge"]>[0]): Promise<number> {
    let count = 0;
    const purgeAll = async (name: PurgeName, ...values: readonly number[]): Promise<void> => {
      while (!this.#isClosing) {
        const removed = await this.#write(() => this.#purgePage(name, values));
        count += removed;
        if (removed < PURGE_PAGE) return;
        await new Promise((resolve) => setTimeout(resolve, PURGE_PAUSE));
      }
    };
    await purgeAll("purgeDone", Math.min(before, now - window + 1));
    await purgeAll("purgeRepeatable", now, before);
    if (dead) await purgeAll("purgeDead", before);
    return count;
  }

  #purgePage(name: PurgeName, values: readonly number[]): number {
    const rows = this.#all(name, ...values, PURGE_PAGE);
    // A done delivery's body went when it was done.
    if (name === "purgeDead") for (const { id } of rows) this.#run("deleteBody", id);
    return rows.length;
  }

  #place(entry: Entry, now: number, { window, onReplay }: Rules): Outcome {
    const own = entry.ownSlot === undefined ? undefined : this.#occupant(entry.ownSlot);
    const known = own && placeOwn(entry, occupantOf(own), window, now);
    if (own !== undefined && known !== undefined) return this.#take(entry, own, known, now, known.outcome);

    if (this.#insert(entry, now)) return "accepted";
    const first = this.#occupant(entry.slot)!;
    const placement = placeFirst(entry, occupantOf(first), window, now);
    if (placement.action !== "beside") return this.#take(entry, first, placement, now, "accepted");

    const { outcome } = placement;
    const beside = toBeside(entry, outcome, onReplay);
    if (this.#insert(beside, now)) return outcome;
    const occupant = this.#occupant(beside.slot)!;
    return this.#take(beside, occupant, placeBeside(beside, occupantOf(occupant), window, now), now, outcome);
  }

  #take(entry: Entry, row: DeliveryRow, placement: Placement, now: number, fresh: Outcome): Outcome {
    if (placement.action === "keep") return placement.outcome;
    if (placement.action === "revive") {
      this.#run("revive", now, Number(entry.isGzip), toMeta(entry), row.id);
      this.#run("insertBody", row.id, entry.body);
      return placement.outcome;
    }
    this.#run("vacate", row.id);
    this.#insert(entry, now);
    return fresh;
  }

  #insert(entry: Entry, now: number): boolean {
    const state = entry.held === undefined ? "pending" : "dead";
    const row = this.#get(
      "insert",
      Buffer.from(entry.slot, "hex"),
      entry.provider,
      state,
      entry.held ?? null,
      now,
      entry.receivedAt,
      entry.occurrenceWindow ?? null,
      Number(entry.replay),
      Number(entry.isGzip),
      toMeta(entry),
    ) as { id: number } | undefined;
    if (row !== undefined) this.#run("insertBody", row.id, entry.body);
    return row !== undefined;
  }

  #settle({ id, attempt, verdict, due }: Settlement, now: number): boolean {
    const fence = [Number(id), attempt];
    if (verdict.state === "released") return this.#run("release", due, ...fence) === 1;
    const state = verdict.state === "retry" ? "pending" : verdict.state;
    const reason = verdict.state === "dead" ? verdict.reason : null;
    const error = "error" in verdict ? verdict.error : null;
    const endedOrDue = verdict.state === "retry" ? due : now;
    const isOurs = this.#run("settle", state, reason, error, endedOrDue, ...fence) === 1;
    // Nobody reads a done delivery's body again; a dead one's may be retried.
    if (isOurs && state === "done") this.#run("deleteBody", Number(id));
    return isOurs;
  }

  #occupant(slot: string): DeliveryRow | undefined {
    return this.#get("bySlot", Buffer.from(slot, "hex")) as DeliveryRow | undefined;
  }

  #due(providers: readonly string[], now: number, limit: number): DeliveryRow[] {
    return providers
      .flatMap((provider) => [
        ...this.#all("duePending", provider, now, limit),
        ...this.#all("dueRunning", provider, now, limit),
      ])
      .toSorted((a, b) => a.due - b.due || a.id - b.id)
      .slice(0, limit);
  }

  async #write<Result>(write: () => Result): Promise<Result> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return inTransaction(this.#database, write);
      } catch (error) {
        if (!isBusy(error) || performance.now() - startedAt > BUSY_LIMIT) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
    }
  }

  #prepare(name: keyof typeof SQL): StatementSync {
    let statement = this.#statements.get(name);
    if (statement === undefined) this.#statements.set(name, (statement = this.#database.prepare(SQL[name])));
    return statement;
  }

  #run(name: keyof typeof SQL, ...values: Value[]): number {
    return Number(this.#prepare(name).run(...values).changes);
  }

  #get(name: keyof typeof SQL, ...values: Value[]): unknown {
    return this.#prepare(name).get(...values);
  }

  // Never an iterator: an open one lets the write-ahead log grow without end.
  #all(name: keyof typeof SQL, ...values: Value[]): DeliveryRow[] {
    return this.#prepare(name).all(...values) as unknown as DeliveryRow[];
  }
}

type Value = string | number | null | Uint8Array;
type PurgeName = "purgeDone" | "purgeRepeatable" | "purgeDead";
