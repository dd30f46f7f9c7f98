import type { Entry } from "../store/stored-entry.ts";
import { CRASHED } from "../handling/failure.ts";
import {
  placeBeside,
  placeFirst,
  placeOwn,
  toBeside,
  type Occupant,
  type Placement,
} from "../dedupe/rules.ts";
import type { ClaimQuery, Fence, RowClaim, Rows, Settlement } from "../leasing/leased-rows.ts";
import type { DeadReason, InboxRow, Outcome, State } from "../store/store.ts";
import { setBacks } from "../leasing/set-back.ts";
import { takeInTurn } from "../leasing/round-robin.ts";

interface Row {
  readonly id: string;
  entry: Entry;
  state: State;
  reason: DeadReason | undefined;
  error: string | undefined;
  attempt: number;
  /** Starts that count no more: before the last revival, and those that a stop gave back. */
  base: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  due: number;
}

type Rules = Parameters<Rows["commit"]>[2];

/** The table of `memoryStore`: the same rules as SQLite's, over two maps. */
export class MemoryRows implements Rows {
  readonly #rows = new Map<string, Row>();
  readonly #bySlot = new Map<string, Row>();
  #lastId = 0;

  async commit(batch: readonly Entry[], now: number, rules: Rules): Promise<readonly Outcome[]> {
    return batch.map((entry) => this.#store(entry, now, rules));
  }

  async claim(query: ClaimQuery): Promise<readonly RowClaim[]> {
    const { providers, limit, now, lease, attempts } = query;
    this.#recall(query);
    const claims: RowClaim[] = [];
    const due = this.#due(providers, now);
    const ofEach = providers.map((provider) => due.filter((row) => row.entry.provider === provider));
    for (const row of takeInTurn(ofEach, limit)) {
      if (row.state === "running" && row.attempt - row.base >= attempts) {
        end(row, { state: "dead", reason: "attempts", error: CRASHED }, now);
        continue;
      }
      row.state = "running";
      row.attempt++;
      row.due = now + lease;
      const tries = row.attempt - row.base;
      claims.push({ id: row.id, entry: row.entry, attempt: row.attempt, tries, isLast: tries >= attempts });
    }
    return claims;
  }

  async renew(fences: readonly Fence[], until: number): Promise<readonly boolean[]> {
    return fences.map((fence) => {
      const row = this.#held(fence);
      if (row !== undefined) row.due = until;
      return row !== undefined;
    });
  }

  async settle(batch: readonly Settlement[], now: number): Promise<readonly boolean[]> {
    return batch.map((settlement) => {
      const row = this.#held(settlement);
      if (row === undefined) return false;
      const { verdict } = settlement;
      if (verdict.state === "done" || verdict.state === "dead") {
        end(row, verdict, now);
      } else {
        row.state = "pending";
        row.due = settlement.due;
        if (verdict.state === "retry") row.error = verdict.error;
        else row.base++;
      }
      return true;
    });
  }

  async nextDue(providers: readonly string[]): Promise<number | undefined> {
    return this.#due(providers, Infinity)[0]?.due;
  }

  async list({ state, limit, after }: Parameters<Rows["list"]>[0]): Promise<readonly InboxRow[]> {
    const rows = [...this.#rows.values()].filter((row) => row.state === state);
    const from = rows.findIndex((row) => row.id === after) + 1;
    return rows.slice(from, from + limit).map(toInboxRow);
  }

  async counts(): Promise<Record<State, number>> {
    const counts = { pending: 0, running: 0, done: 0, dead: 0 };
    for (const row of this.#rows.values()) counts[row.state]++;
    return counts;
  }

  async retry(id: string, now: number): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row?.state !== "dead") return false;
    revive(row, row.entry, now);
    return true;
  }

  async purge({ before, now, dead, window }: Parameters<Rows["purge"]>[0]): Promise<number> {
    let count = 0;
    for (const row of this.#rows.values()) {
      const keep = row.entry.occurrenceWindow ?? window;
      const isPurged =
        (row.state === "done" && row.due < before && now - row.due >= keep) ||
        (dead && row.state === "dead" && row.due < before);
      if (!isPurged) continue;
      this.#rows.delete(row.id);
      if (this.#bySlot.get(row.entry.slot) === row) this.#bySlot.delete(row.entry.slot);
      count++;
    }
    return count;
  }

  async close(): Promise<void> {}

  #store(entry: Entry, now: number, { window, onReplay }: Rules): Outcome {
    const own = entry.ownSlot === undefined ? undefined : this.#bySlot.get(entry.ownSlot);
    const known = own && placeOwn(entry, occupantOf(own), window, now);
    if (own !== undefined && known !== undefined) return this.#place(entry, own, known, now, known.outcome);

    const first = this.#bySlot.get(entry.slot);
    if (first === undefined) return this.#insert(entry, now, "accepted");
    const placement = placeFirst(entry, occupantOf(first), window, now);
    if (placement.action !== "beside") return this.#place(entry, first, placement, now, "accepted");

    const { outcome } = placement;
    const beside = toBeside(entry, outcome, onReplay);
    const occupant = this.#bySlot.get(beside.slot);
    if (occupant === undefined) return this.#insert(beside, now, outcome);
    return this.#place(
      beside,
      occupant,
      placeBeside(beside, occupantOf(occupant), window, now),
      now,
      outcome,
    );
  }

  #place(entry: Entry, row: Row, placement: Placement, now: number, fresh: Outcome): Outcome {
    if (placement.action === "revive") revive(row, entry, now);
    if (placement.action === "revive" || placement.action === "keep") return placement.outcome;
    return this.#insert(entry, now, fresh);
  }

  #insert(entry: Entry, now: number, outcome: Outcome): Outcome {
    const id = String(++this.#lastId);
    const { held } = entry;
    const state: State = held === undefined ? "pending" : "dead";
    const row: Row = { id, entry, state, reason: held, error: undefined, attempt: 0, base: 0, due: now };
    this.#rows.set(id, row);
    this.#bySlot.set(entry.slot, row);
    return outcome;
  }

  #held({ id, attempt }: Fence): Row | undefined {
    const row = this.#rows.get(id);
    return row?.state === "running" && row.attempt === attempt ? row : undefined;
  }

  /** Brings nearer what a clock that was set back has left too far ahead. */
  #recall(query: ClaimQuery): void {
    for (const [kind, { latest, due }] of Object.entries(setBacks(query))) {
      const ahead = [...this.#rows.values()].filter((row) => kindOf(row) === kind && row.due > latest);
      for (const provider of query.providers) {
        const own = ahead.filter((row) => row.entry.provider === provider).toSorted(byDue);
        for (const row of own.slice(0, query.limit)) row.due = due;
      }
    }
  }

  #due(providers: readonly string[], now: number): Row[] {
    return [...this.#rows.values()]
      .filter((row) => kindOf(row) === "fresh" || (kindOf(row) !== "ended" && row.due <= now))
      .filter((row) => providers.includes(row.entry.provider))
      .toSorted(byDue);
  }
}

/** What was not tried yet is due whatever the clock says: it may have been set back. */
function kindOf({ state, attempt, base }: Row): "fresh" | "waiting" | "running" | "ended" {
  if (state === "pending") return attempt === base ? "fresh" : "waiting";
  return state === "running" ? "running" : "ended";
}

function byDue(a: Row, b: Row): number {
  return a.due - b.due || Number(a.id) - Number(b.id);
}

function revive(row: Row, entry: Entry, now: number): void {
  const { slot, replay, receivedAt } = row.entry;
  row.entry = { ...entry, slot, replay, receivedAt, held: undefined };
  row.state = "pending";
  row.reason = undefined;
  row.error = undefined;
  row.base = row.attempt;
  row.due = now;
}

function end(
  row: Row,
  verdict: { state: "done" } | { state: "dead"; reason: DeadReason; error: string },
  now: number,
): void {
  row.state = verdict.state;
  row.reason = verdict.state === "dead" ? verdict.reason : undefined;
  row.error = verdict.state === "dead" ? verdict.error : undefined;
  row.due = now;
}

function occupantOf({ state, reason, entry, due }: Row): Occupant {
  const { unsignedId, receivedAt } = entry;
  return { state, reason, unsignedId, acceptedAt: receivedAt, doneAt: state === "done" ? due : undefined };
}

function toInboxRow({ id, entry, state, reason, error, attempt }: Row): InboxRow {
  const { provider, scope, name, dedupeKey, unsignedId, replay, receivedAt } = entry;
  return {
    id,
    provider,
    scope,
    name,
    dedupeKey,
    unsignedId,
    state,
    reason,
    error: state === "running" ? undefined : error,
    attempt,
    replay,
    receivedAt: new Date(receivedAt),
  };
}
