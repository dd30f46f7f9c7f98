import type { Note } from "../notes.ts";
import { isPoison, isShared, nameOf } from "../ids.ts";
import type { Effect } from "../transactions.ts";
import type { Audit, StoredRow } from "./audit.ts";
import { readPurges, type Purges } from "./purges.ts";

/** What a run left behind. */
export interface Remains {
  readonly notes: readonly Note[];
  /** Processes that were killed. */
  readonly killed: ReadonlySet<number>;
  readonly audit: Audit;
}

/** One sending of one id. */
export interface Try {
  readonly how: string;
  /** Which note it is. */
  readonly at: number;
}

/** A run's notes and what is stored, in the order of the books: by id. */
export interface Account {
  readonly audit: Audit;
  readonly tries: ReadonlyMap<string, readonly Try[]>;
  /** Outcomes that were told. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly acknowledged: ReadonlySet<string>;
  readonly refused: number;
  readonly done: ReadonlyMap<string, StoredRow>;
  readonly dead: ReadonlyMap<string, StoredRow>;
  readonly starts: ReadonlyMap<string, readonly number[]>;
  /** Effects, by lines and by rows. */
  readonly handlings: ReadonlyMap<string, readonly Effect[]>;
  /** Effects that committed with their delivery. */
  readonly inside: ReadonlySet<string>;
  readonly killed: ReadonlySet<number>;
  /** `id attempt` of each lease that its process saw go. */
  readonly lost: ReadonlySet<string>;
  readonly retrying: ReadonlySet<string>;
  /** Those that a retry found dead. */
  readonly retried: ReadonlySet<string>;
  readonly purges: Purges;
}

export function openAccount({ notes, killed, audit }: Remains): Account {
  const about = (...whats: readonly string[]): Note[] => notes.filter(({ what }) => whats.includes(what));
  const answered = about("answered", "committed");
  const effects = audit.effects ?? [];
  const told = about("handled").map(({ pid, words: [id, attempt, key] }) => {
    return { id: id!, attempt: Number(attempt), pid, key: key! };
  });
  return {
    audit,
    tries: gather(
      notes.flatMap(({ what, words: [id, how] }, at) =>
        what === "sending" ? [[id!, { how: how!, at }] as const] : [],
      ),
    ),
    answers: gather(answered.map(({ words: [id, outcome] }) => [id!, outcome!])),
    acknowledged: new Set([...answered.map(({ words }) => words[0]!), ...(audit.ledger ?? [])]),
    refused: about("refused").length,
    done: new Map(audit.done.map((row) => [row.id, row])),
    dead: new Map(audit.dead.map((row) => [row.id, row])),
    starts: gather(about("started").map(({ words: [id, attempt] }) => [id!, Number(attempt)])),
    handlings: gather([...told, ...effects].map((effect) => [effect.id, effect])),
    inside: new Set(effects.map(({ id }) => id)),
    killed,
    lost: new Set(about("lost").map(({ words }) => words.join(" "))),
    retrying: new Set(about("retrying").map(({ words }) => words[0]!)),
    retried: new Set(about("retried").flatMap(({ words: [id, was] }) => (was === "true" ? [id!] : []))),
    purges: readPurges(notes),
  };
}

export function isStored({ done, dead }: Account, id: string): boolean {
  return done.has(id) || dead.has(id);
}

/** Whether it can come to be dead: one that fails always, or one of equal bytes that is held. */
export function canBeDead(id: string): boolean {
  return isPoison(id) || nameOf(id) !== id || isShared(id);
}

/** A fault with its count and an example, or none. */
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
