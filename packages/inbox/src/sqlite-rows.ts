import type { StatementSync } from "node:sqlite";
import type { Entry } from "./entry.ts";
import { asReplay, placeFirst, placeReplay } from "./outcome.ts";
import type { ClaimQuery, Fence, RowClaim, Rows, Settlement } from "./rows.ts";
import { inTransaction, isBusy, type Database } from "./sqlite-database.ts";
import { occupantOf, toEntry, toInboxRow, toMeta, type DeliveryRow } from "./sqlite-row.ts";
import type { InboxRow, Outcome, State } from "./store.ts";

type Rules = Parameters<Rows["commit"]>[2];

/** How long a write waits for other processes before it is refused. */
const BUSY_LIMIT = 10_000;

export const SQL = {
  insert: `insert into delivery (slot, provider, state, reason, due, accepted, keep, replay, gzip, meta)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (slot) do nothing returning id`,
  insertBody: "insert or replace into body (id, bytes) values (?, ?)",
  deleteBody: "delete from body where id = ?",
  bySlot: "select * from delivery where slot = ?",
  vacate: "update delivery set slot = null where id = ?",
  revive: `update delivery set state = ?, reason = ?, error = null, base = attempt, due = ?, gzip = ?, meta = ? where id = ?`,
  // States as literals: SQLite uses a partial index only where it can see that its condition holds.
  duePending:
    "select * from delivery where provider = ? and state = 'pending' and due <= ? order by due limit ?",
  dueRunning:
    "select * from delivery where provider = ? and state = 'running' and due <= ? order by due limit ?",
  start: "update delivery set state = 'running', attempt = attempt + 1, due = ? where id = ?",
  body: "select bytes from body where id = ?",
  renew: "update delivery set due = ? where id = ? and attempt = ? and state = 'running'",
  settle: `update delivery set state = ?, reason = ?, error = coalesce(?, error), due = ?
    where id = ? and attempt = ? and state = 'running'`,
  crashed: "update delivery set state = 'dead', reason = 'attempts', error = ?, due = ? where id = ?",
  nextPending: "select min(due) as due from delivery where provider = ? and state = 'pending'",
  nextRunning: "select min(due) as due from delivery where provider = ? and state = 'running'",
  list: "select * from delivery where state = ? and id > ? order by id limit ?",
  listUnfinished: "select * from delivery where state = ? and state <> 'done' and id > ? order by id limit ?",
  stateOf: "select state from delivery where id = ?",
  total: "select count(*) as count from delivery",
  unfinished: "select state, count(*) as count from delivery where state <> 'done' group by state",
  retry: `update delivery set state = 'pending', reason = null, error = null, base = attempt, due = ?
    where id = ? and state = 'dead'`,
  purgeDone:
    "delete from delivery where state = 'done' and due < ? and due + coalesce(keep, ?) <= ? returning id",
  purgeDead: "delete from delivery where state = 'dead' and due < ? returning id",
};

/** The tables of `sqliteStore`. Each call is one transaction; a locked database is waited for without blocking the thread. */
export class SqliteRows implements Rows {
  readonly #database: Database;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();

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
          this.#run("crashed", "its process ended during the last attempt.", now, row.id);
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

  async purge({ before, now, dead, window }: Parameters<Rows["purge"]>[0]): Promise<number> {
    return this.#write(() => {
      const done = this.#all("purgeDone", before, window, now);
      const others = dead ? this.#all("purgeDead", before) : [];
      for (const { id } of others) this.#run("deleteBody", id);
      return done.length + others.length;
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #place(entry: Entry, now: number, { window, onReplay }: Rules): Outcome {
    if (this.#insert(entry, now)) return "accepted";
    const first = this.#occupant(entry);
    const placement = placeFirst(entry, occupantOf(first), window, now);
    if (placement.action !== "beside") return this.#take(entry, first, placement, now, "accepted");

    const replay = asReplay(entry, onReplay);
    if (this.#insert(replay, now)) return "replay";
    const occupant = this.#occupant(replay);
    return this.#take(
      replay,
      occupant,
      placeReplay(replay, occupantOf(occupant), window, now),
      now,
      "replay",
    );
  }

  #take(
    entry: Entry,
    row: DeliveryRow,
    placement: ReturnType<typeof placeFirst>,
    now: number,
    fresh: Outcome,
  ): Outcome {
    if (placement.action === "keep") return placement.outcome;
    if (placement.action === "revive") {
      const state = entry.held === undefined ? "pending" : "dead";
      this.#run("revive", state, entry.held ?? null, now, Number(entry.isGzip), toMeta(entry), row.id);
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
    const isOver = verdict.state === "done" || verdict.state === "dead";
    const state = isOver ? verdict.state : "pending";
    const reason = verdict.state === "dead" ? verdict.reason : null;
    const error = "error" in verdict ? verdict.error : null;
    const isOurs = this.#run("settle", state, reason, error, isOver ? now : due, Number(id), attempt) === 1;
    // Nobody reads a done delivery's body again; a dead one's may be retried.
    if (isOurs && state === "done") this.#run("deleteBody", Number(id));
    return isOurs;
  }

  #occupant({ slot }: Entry): DeliveryRow {
    return this.#get("bySlot", Buffer.from(slot, "hex")) as DeliveryRow;
  }

  #due(providers: readonly string[], now: number, limit: number): DeliveryRow[] {
    return providers
      .flatMap((provider) => [
        ...this.#all("duePending", provider, now, limit),
        ...this.#all("dueRunning", provider, now, limit),
      ])
      .toSorted((a, b) => a.due - b.due)
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
