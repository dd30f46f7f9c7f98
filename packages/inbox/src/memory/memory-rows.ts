import { keptSlots } from "../dedupe/kept-slots.ts";
import { decide, toSetFree, type DedupeSettings, type SlotHolder } from "../dedupe/rules.ts";
import { CRASHED } from "../handling/failure.ts";
import type {
  AttemptRecord,
  ClaimedRow,
  ClaimQuery,
  EndedRow,
  Fence,
  LeasedRows,
  PurgeQuery,
} from "../leasing/leased-rows.ts";
import { takeInTurn } from "../leasing/round-robin.ts";
import { ScopeTurns } from "../leasing/scope-turns.ts";
import { entryOf, fieldsOf, withoutContent } from "../store/entry-codec.ts";
import type { InboxRow } from "../store/inbox-row.ts";
import { matchesFilter } from "../store/row-filter.ts";
import type { Acceptance, InboxCounts } from "../store/state.ts";
import type { Deletion, StoredRow, StoreListQuery } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";
import { end, holderOf, isFresh, isKeptAside, isUnfinished, revive, rowOf, type Row } from "./row.ts";

/** The table of `memoryStore`: the same rules as SQLite's, over two maps. */
export class MemoryRows implements LeasedRows {
  readonly #rows = new Map<string, Row>();
  readonly #bySlot = new Map<string, Row>();
  readonly #paused = new Set<string>();
  readonly #turns = new ScopeTurns<Row>(({ entry }) => `s${entry.scope}`);
  #lastId = 0;

  async commit(
    batch: readonly Entry[],
    now: number,
    settings: DedupeSettings,
  ): Promise<readonly Acceptance[]> {
    return batch.map((entry) => this.#store(entry, now, settings));
  }

  async claim({
    providers,
    limit,
    now,
    leaseMs,
    attempts,
    limits,
  }: ClaimQuery): Promise<readonly (ClaimedRow | EndedRow)[]> {
    const claimed: (ClaimedRow | EndedRow)[] = [];
    const due = this.#due(providers, now);
    const ofEach = providers.map((provider) => {
      const own = due.filter((row) => row.entry.provider === provider);
      return this.#turns.inTurn(provider, own, limits?.[provider] ?? limit);
    });
    for (const row of takeInTurn(ofEach, limit)) {
      this.#turns.took(row.entry.provider, row);
      if (row.state === "running" && row.attempt - row.uncountedAttempts >= attempts) {
        end(row, { state: "dead", reason: "attempts", error: CRASHED }, now);
        claimed.push({ ended: rowOf(row) });
        continue;
      }
      row.state = "running";
      row.attempt++;
      row.due = now + leaseMs;
      const { id, entry, attempt } = row;
      const attemptsSinceRevival = attempt - row.uncountedAttempts;
      claimed.push({ id, entry, attempt, attemptsSinceRevival, isLast: attemptsSinceRevival >= attempts });
    }
    return claimed;
  }

  async renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]> {
    return fences.map((fence) => {
      const row = this.#leased(fence);
      if (row !== undefined) row.due = until;
      return row !== undefined;
    });
  }

  async record(batch: readonly AttemptRecord[], now: number): Promise<readonly boolean[]> {
    return batch.map((record) => {
      const row = this.#leased(record);
      if (row === undefined) return false;
      const { result } = record;
      if (result.state === "done" || result.state === "dead") {
        end(row, result, now);
      } else {
        row.state = "pending";
        row.due = record.due;
        if (result.state === "retry") row.error = result.error;
        else row.uncountedAttempts++;
      }
      return true;
    });
  }

  async nextDue(providers: readonly string[]): Promise<number | undefined> {
    const due = this.#due(providers, Infinity);
    return due.some(isFresh) ? 0 : due[0]?.due;
  }

  async list({ state, limit, after, filter }: StoreListQuery): Promise<readonly InboxRow[]> {
    const from = after !== undefined && String(Number(after)) === after ? Number(after) : 0;
    return [...this.#rows.values()]
      .filter((row) => row.state === state && !row.isDeleted && Number(row.id) > from)
      .map(rowOf)
      .filter((row) => matchesFilter(row, filter))
      .slice(0, limit);
  }

  async counts(): Promise<InboxCounts> {
    const counts = { pending: 0, running: 0, done: 0, dead: 0 };
    for (const row of this.#rows.values()) if (!row.isDeleted) counts[row.state]++;
    return counts;
  }

  async oldestPending(): Promise<number | undefined> {
    const pending = [...this.#rows.values()].find(({ state }) => state === "pending");
    return pending?.entry.receivedAt;
  }

  async get(id: string): Promise<StoredRow | undefined> {
    const row = this.#rows.get(id);
    if (row === undefined || row.isDeleted) return undefined;
    return {
      row: rowOf(row),
      entry: this.#wholeEntry(row),
      nextAttemptAt: row.state === "pending" ? row.due : undefined,
    };
  }

  async delete(id: string, now: number): Promise<Deletion> {
    const row = this.#rows.get(id);
    if (row === undefined || row.isDeleted) return "unknown";
    if (row.state === "running") return "running";
    row.entry = entryOf(withoutContent(fieldsOf(row.entry)), new Uint8Array());
    if (row.state !== "done") end(row, { state: "done" }, now);
    row.isDeleted = true;
    if (this.#bySlot.get(row.entry.slot) === row) this.#removeKept(row);
    return "deleted";
  }

  async retry(id: string, now: number): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row?.state !== "dead") return false;
    const entry = this.#wholeEntry(row);
    if (entry !== undefined) revive(row, entry, now);
    return entry !== undefined;
  }

  async purge({ before, now, dead, windowMs }: PurgeQuery): Promise<number> {
    const isPurged = (row: Row): boolean => {
      const isOver = now - row.due >= windowMs;
      if (row.state === "done") return isOver && row.due < before;
      if (isKeptAside(row) && isOver) return true;
      return dead && row.state === "dead" && row.due < before;
    };
    const purged = [...this.#rows.values()].filter(isPurged);
    let count = 0;
    for (const row of purged) count += this.#remove(row);
    return count;
  }

  async pause(provider: string): Promise<void> {
    this.#paused.add(provider);
  }

  async resume(provider: string): Promise<void> {
    this.#paused.delete(provider);
  }

  async paused(): Promise<readonly string[]> {
    return [...this.#paused].toSorted();
  }

  async close(): Promise<void> {}

  #store(entry: Entry, now: number, settings: DedupeSettings): Acceptance {
    const holderAt = (slot: string): SlotHolder | undefined => {
      const row = this.#bySlot.get(slot);
      return row && holderOf(row);
    };
    const decision = decide(entry, holderAt, settings, now);
    if (decision.action === "revive") revive(this.#bySlot.get(decision.slot)!, entry, now);
    if (decision.action === "count") this.#bySlot.get(decision.slot)!.furtherReplays++;
    if (decision.action === "insert") {
      const replaced = this.#bySlot.get(decision.entry.slot);
      // A done one stays listed, without its slot, until it is purged.
      if (replaced !== undefined) this.#removeKept(replaced);
      if (replaced !== undefined && isKeptAside(replaced)) this.#remove(replaced);
      this.#insert(decision.entry, now);
    }
    return decision.acceptance;
  }

  #insert(entry: Entry, now: number): void {
    const reason = entry.storedDead;
    const row: Row = {
      id: String(++this.#lastId),
      entry,
      state: reason === undefined ? "pending" : "dead",
      reason,
      error: undefined,
      attempt: 0,
      uncountedAttempts: 0,
      furtherReplays: 0,
      due: now,
      isDeleted: false,
    };
    this.#rows.set(row.id, row);
    this.#bySlot.set(entry.slot, row);
  }

  /** The entry with its body. A replay that is kept aside has that of its first delivery. */
  #wholeEntry({ entry }: Row): Entry | undefined {
    if (entry.firstSlot === undefined) return entry;
    const first = this.#bySlot.get(entry.firstSlot);
    return first === undefined || first.isDeleted ? undefined : toSetFree(entry, first.entry);
  }

  /** Removes a row, with what was kept aside beside it. */
  #remove(row: Row): number {
    if (!this.#rows.delete(row.id)) return 0;
    if (this.#bySlot.get(row.entry.slot) !== row) return 1;
    this.#bySlot.delete(row.entry.slot);
    return 1 + this.#removeKept(row);
  }

  #removeKept({ entry }: Row): number {
    let count = 0;
    for (const slot of keptSlots(entry.slot)) {
      const kept = this.#bySlot.get(slot);
      if (kept !== undefined && isKeptAside(kept)) count += this.#remove(kept);
    }
    return count;
  }

  #leased({ id, attempt }: Fence): Row | undefined {
    const row = this.#rows.get(id);
    return row?.state === "running" && row.attempt === attempt ? row : undefined;
  }

  #due(providers: readonly string[], now: number): Row[] {
    return [...this.#rows.values()]
      .filter((row) => isFresh(row) || (isUnfinished(row) && row.due <= now))
      .filter((row) => providers.includes(row.entry.provider) && !this.#paused.has(row.entry.provider))
      .toSorted((a, b) => a.due - b.due || Number(a.id) - Number(b.id));
  }
}
