import {
  decideBeside,
  decideByFirst,
  decideByOwnId,
  toBeside,
  toRevived,
  type Decision,
  type DedupeSettings,
  type SlotHolder,
} from "../dedupe/rules.ts";
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
import { toInboxRow, type InboxRow } from "../store/inbox-row.ts";
import { matchesFilter } from "../store/row-filter.ts";
import type { Acceptance, DeadReason, InboxCounts, State } from "../store/state.ts";
import type { Deletion, StoredRow, StoreListQuery } from "../store/store.ts";
import type { Entry } from "../store/stored-entry.ts";

interface Row {
  readonly id: string;
  entry: Entry;
  state: State;
  reason: DeadReason | undefined;
  error: string | undefined;
  attempt: number;
  /** Attempts that count no more: before the last revival, and those that a stop gave back. */
  uncountedAttempts: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  due: number;
  /** Deleted: it only keeps its slot. */
  isDeleted: boolean;
}

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
    return this.#due(providers, Infinity)[0]?.due;
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
      entry: row.entry,
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
    return "deleted";
  }

  async retry(id: string, now: number): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row?.state !== "dead") return false;
    revive(row, row.entry, now);
    return true;
  }

  async purge({ before, now, dead, windowMs }: PurgeQuery): Promise<number> {
    let count = 0;
    for (const row of this.#rows.values()) {
      const isPurged =
        row.due < before && (row.state === "done" ? now - row.due >= windowMs : dead && row.state === "dead");
      if (!isPurged) continue;
      this.#rows.delete(row.id);
      if (this.#bySlot.get(row.entry.slot) === row) this.#bySlot.delete(row.entry.slot);
      count++;
    }
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

  #store(entry: Entry, now: number, { windowMs, onReplay }: DedupeSettings): Acceptance {
    const own = entry.ownSlot === undefined ? undefined : this.#bySlot.get(entry.ownSlot);
    const known = own && decideByOwnId(entry, holderOf(own), windowMs, now);
    if (own !== undefined && known !== undefined) return this.#follow(known, entry, own, now, "accepted");

    const first = this.#bySlot.get(entry.slot);
    if (first === undefined) return this.#insert(entry, now, "accepted");
    const decision = decideByFirst(entry, holderOf(first), windowMs, now);
    if (decision.action !== "beside") return this.#follow(decision, entry, first, now, "accepted");

    const { acceptance } = decision;
    const beside = toBeside(entry, onReplay);
    const second = this.#bySlot.get(beside.slot);
    if (second === undefined) return this.#insert(beside, now, acceptance);
    const last = decideBeside(beside, holderOf(second), windowMs, now);
    return this.#follow(last, beside, second, now, acceptance);
  }

  /** @param fresh What `accept` gives when the entry takes the slot of a row past its window. */
  #follow(decision: Decision, entry: Entry, row: Row, now: number, fresh: Acceptance): Acceptance {
    if (decision.action === "revive") revive(row, entry, now);
    if (decision.action === "revive" || decision.action === "keep") return decision.acceptance;
    return this.#insert(entry, now, fresh);
  }

  #insert(entry: Entry, now: number, acceptance: Acceptance): Acceptance {
    const reason = entry.storedDead;
    const row: Row = {
      id: String(++this.#lastId),
      entry,
      state: reason === undefined ? "pending" : "dead",
      reason,
      error: undefined,
      attempt: 0,
      uncountedAttempts: 0,
      due: now,
      isDeleted: false,
    };
    this.#rows.set(row.id, row);
    this.#bySlot.set(entry.slot, row);
    return acceptance;
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

/** Never tried: due whatever the clock says, since it may have been set back. */
function isFresh({ state, attempt, uncountedAttempts }: Row): boolean {
  return state === "pending" && attempt === uncountedAttempts;
}

function isUnfinished({ state }: Row): boolean {
  return state === "pending" || state === "running";
}

function rowOf(row: Row): InboxRow {
  return toInboxRow(row.entry, { ...row, provider: row.entry.provider, storedAt: row.due });
}

function revive(row: Row, entry: Entry, now: number): void {
  row.entry = toRevived(entry, row.entry);
  row.state = "pending";
  row.reason = undefined;
  row.error = undefined;
  row.uncountedAttempts = row.attempt;
  row.due = now;
}

function end(
  row: Row,
  result: { state: "done" } | { state: "dead"; reason: DeadReason; error: string },
  now: number,
): void {
  row.state = result.state;
  row.reason = result.state === "dead" ? result.reason : undefined;
  row.error = result.state === "dead" ? result.error : undefined;
  row.due = now;
}

function holderOf({ state, reason, entry, due }: Row): SlotHolder {
  return { state, reason, unsignedId: entry.unsignedId, doneAt: due };
}
