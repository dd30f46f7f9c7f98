import type { Action, JournalEntry } from "../journal/journal.ts";
import { isPoison, isShared, nameOf } from "../workload/ids.ts";
import type { Effect } from "../workload/tables.ts";
import type { Audit, StoredRow } from "./audit.ts";
import { readPurges, type Purges } from "./purges.ts";

/** All that a run left behind. */
export interface RunRecord {
  readonly entries: readonly JournalEntry[];
  /** Processes that were killed. */
  readonly killed: ReadonlySet<number>;
  readonly audit: Audit;
}

/** One sending of one id. */
export interface Try {
  readonly how: string;
  /** Number of its journal entry. */
  readonly at: number;
}

/** A run's journal and what is stored at its end, by id. */
export interface History {
  readonly audit: Audit;
  readonly sendings: ReadonlyMap<string, readonly Try[]>;
  /** What `accept` gave. */
  readonly acceptancesById: ReadonlyMap<string, readonly string[]>;
  readonly acknowledged: ReadonlySet<string>;
  /** The journal entry that acknowledged it last. */
  readonly acknowledgedAt: ReadonlyMap<string, number>;
  readonly refused: number;
  readonly done: ReadonlyMap<string, StoredRow>;
  readonly dead: ReadonlyMap<string, StoredRow>;
  readonly startedAttempts: ReadonlyMap<string, readonly number[]>;
  /** Effects, in the journal and in the database. */
  readonly handlings: ReadonlyMap<string, readonly Effect[]>;
  /** Effects that committed with their delivery. */
  readonly inside: ReadonlySet<string>;
  readonly killed: ReadonlySet<number>;
  /** `id attempt` of each lease that its process saw go. */
  readonly lost: ReadonlySet<string>;
  /**
   * `id attempt` of each handling while the engine was away: its result may not have been recorded,
   * and its lease ended unseen.
   */
  readonly unrecorded: ReadonlySet<string>;
  readonly retrying: ReadonlySet<string>;
  /** Ids that a retry found dead. */
  readonly retried: ReadonlySet<string>;
  readonly purges: Purges;
}

export function readHistory({ entries, killed, audit }: RunRecord): History {
  const about = (...actions: readonly Action[]): JournalEntry[] =>
    entries.filter(({ action }) => actions.includes(action));
  const returned = about("returned", "committed");
  const effects = audit.effects ?? [];
  const outside = about("handled").map(({ pid, details: [id, attempt, key] }) => {
    return { id: id!, attempt: Number(attempt), pid, key: key! };
  });
  return {
    audit,
    sendings: gather(
      entries.flatMap(({ action, details: [id, how] }, at) =>
        action === "sending" ? [[id!, { how: how!, at }] as const] : [],
      ),
    ),
    acceptancesById: gather(returned.map(({ details: [id, acceptance] }) => [id!, acceptance!])),
    acknowledged: new Set([...returned.map(({ details }) => details[0]!), ...(audit.ledger ?? [])]),
    acknowledgedAt: new Map(
      entries.flatMap(({ action, details: [id] }, at) =>
        action === "returned" || action === "committed" ? [[id!, at] as const] : [],
      ),
    ),
    refused: about("refused").length,
    done: new Map(audit.done.map((row) => [row.id, row])),
    dead: new Map(audit.dead.map((row) => [row.id, row])),
    startedAttempts: gather(about("started").map(({ details: [id, attempt] }) => [id!, Number(attempt)])),
    handlings: gather([...outside, ...effects].map((effect) => [effect.id, effect])),
    inside: new Set(effects.map(({ id }) => id)),
    killed,
    lost: new Set(about("lost").map(({ details }) => details.join(" "))),
    unrecorded: handledWhileAway(entries),
    retrying: new Set(about("retrying").map(({ details }) => details[0]!)),
    retried: new Set(about("retried").flatMap(({ details: [id, was] }) => (was === "true" ? [id!] : []))),
    purges: readPurges(entries),
  };
}

function handledWhileAway(entries: readonly JournalEntry[]): Set<string> {
  const handled = new Set<string>();
  let isAway = false;
  for (const { action, details } of entries) {
    if (action === "away" || action === "back") isAway = action === "away";
    if (isAway && action === "handled") handled.add(`${details[0]} ${details[1]}`);
  }
  return handled;
}

export function isStored({ done, dead }: History, id: string): boolean {
  return done.has(id) || dead.has(id);
}

/** Whether it may end dead: it always fails, or equal bytes came before and it is kept aside. */
export function canBeDead(id: string): boolean {
  return isPoison(id) || nameOf(id) !== id || isShared(id);
}

/** A fault with its count and an example; none for no ids. */
export function faultOf(ids: readonly string[], what: string): string[] {
  return ids.length === 0 ? [] : [`${ids.length} ${what}, e.g. ${ids[0]}`];
}

export function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}

export function gather<Value>(pairs: Iterable<readonly [string, Value]>): Map<string, Value[]> {
  const gathered = new Map<string, Value[]>();
  for (const [id, value] of pairs) {
    const own = gathered.get(id);
    if (own === undefined) gathered.set(id, [value]);
    else own.push(value);
  }
  return gathered;
}
