import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../src/invariants/history.ts";
import type { Audit, StoredRow } from "../../src/invariants/audit.ts";
import { summarize } from "../../src/invariants/invariants.ts";
import type { JournalEntry, Action } from "../../src/journal/journal.ts";
import type { Effect } from "../../src/workload/tables.ts";

// Processes 1 and 2 are writers, 3 and 4 workers, of which 4 was killed, and 5 and 6 operators, of which 6 was killed.
const STORY = `
  1 sending a alone
  1 returned a accepted
  2 sending a alone
  2 returned a duplicate
  3 started a 1
  3 handled a 1 key-a
  1 sending b alone
  1 returned b accepted
  4 started b 1
  4 handled b 1 key-b
  3 started b 2
  3 handled b 2 key-b
  1 sending p99 alone
  1 returned p99 accepted
  3 started p99 1
  1 sending q99 alone
  1 returned q99 accepted
  3 started q99 1
  1 sending a~kept alone
  1 returned a~kept replay
  1 sending a~retried alone
  1 returned a~retried replay
  5 retrying a~retried
  5 retried a~retried true
  3 started a~retried 1
  3 handled a~retried 1 key-r
  1 sending a~purged alone
  1 returned a~purged replay
  5 purging 1 a~kept a~purged q99
  5 gone 1 a~purged q99
  5 purged 1 2
  1 sending a~cut alone
  1 returned a~cut replay
  6 purging 1 a~kept a~cut
  1 sending c commit
  1 committed c accepted
  3 started c 1
  1 sending d rollback
  1 sending e commit
  1 sending f commit
  3 started f 1
  3 started f 2`;

const AUDIT = {
  done: [row("a"), row("b"), row("a~retried"), row("c"), row("f")],
  dead: [row("p99", "attempts"), row("a~kept", "replay")],
  counts: { pending: 0, running: 0, done: 5, dead: 2 },
  ledger: ["c", "f"],
  effects: [effect("c", 1), effect("f", 2)],
};

interface Change {
  readonly drop?: string;
  readonly add?: string;
  readonly audit?: Partial<Audit>;
}

function recordOf({ drop, add = "", audit = {} }: Change = {}): RunRecord {
  const lines = STORY.split("\n").filter((line) => drop === undefined || line.trim() !== drop);
  const entries = [...lines, ...add.split("\n")].map((line) => line.trim()).filter((line) => line !== "");
  return { entries: entries.map(toEntry), killed: new Set([4, 6]), audit: { ...AUDIT, ...audit } };
}

describe("the invariants of a run", () => {
  it("hold in a run without faults", () => {
    const { faults, ...summary } = summarize(recordOf());
    expect(faults).toEqual([]);
    expect(summary).toEqual({
      acknowledged: 10,
      done: 5,
      dead: 2,
      purged: 3,
      counted: 0,
      lost: 0,
      duplicates: 1,
      replaysDone: 1,
      handledAgain: 1,
      refused: 0,
      committed: 2,
      rolledBack: 1,
      effects: 2,
    });
  });

  it("hold when an unfinished purge took a replay that came after its list of the dead", () => {
    const add =
      "5 retrying a~kept\n1 sending a~late alone\n5 purging 2 a~kept\n1 returned a~late replay\n5 retrying a~kept";
    const { faults, purged } = summarize(recordOf({ add }));
    expect({ faults, purged }).toEqual({ faults: [], purged: 4 });
  });

  it.each<Change & { name: string; fault: string }>([
    { name: "a done delivery vanished", audit: gone("b"), fault: "1 acknowledged and lost, e.g. b" },
    { name: "a dead delivery vanished", audit: gone("p99"), fault: "1 acknowledged and lost, e.g. p99" },
    {
      name: "a retried replay vanished",
      audit: gone("a~retried"),
      fault: "1 acknowledged and lost, e.g. a~retried",
    },
    {
      name: "a replay vanished without a purge",
      drop: "6 purging 1 a~kept a~cut",
      fault: "1 acknowledged and lost, e.g. a~cut",
    },
    {
      name: "a replay vanished that came before an unfinished purge listed the dead",
      add: "5 retrying a~early\n1 sending a~early alone\n1 returned a~early replay\n5 retried a~early false\n5 purging 2 a~kept\n5 retrying a~kept",
      fault: "1 acknowledged and lost, e.g. a~early",
    },
    {
      name: "a replay vanished that came again after its purge",
      add: "1 sending a~purged alone\n1 returned a~purged replay",
      fault: "1 acknowledged and lost, e.g. a~purged",
    },
    {
      name: "an unfinished purge does not cover what was retried",
      add: "6 retrying a~cut\n6 retried a~cut true",
      fault: "1 acknowledged and lost, e.g. a~cut",
    },
    {
      name: "a delivery nobody sent",
      audit: { done: [...AUDIT.done, row("z")], counts: { ...AUDIT.counts, done: 6 } },
      fault: "1 stored and never sent, e.g. z",
    },
    {
      name: "a delivery is stored twice",
      audit: { dead: [...AUDIT.dead, row("p99", "attempts")] },
      fault: "1 stored twice, e.g. p99",
    },
    {
      name: "a delivery that can be handled is dead",
      audit: moved("b", "attempts"),
      fault: "1 dead for the wrong reason, e.g. b",
    },
    {
      name: "counts differ from the lists",
      audit: { counts: { ...AUDIT.counts, dead: 3 } },
      fault: 'counts say {"pending":0,"running":0,"done":5,"dead":3}, the lists 5 done and 2 dead',
    },
    {
      name: "a done one was never handled",
      drop: "3 handled a 1 key-a",
      fault: "1 done and never handled, e.g. a",
    },
    {
      name: "a dead one was handled",
      add: "3 handled p99 1 key-p",
      fault: "1 handled and not done, e.g. p99",
    },
    {
      name: "a dead one has an effect in a transaction",
      audit: { effects: [...AUDIT.effects, effect("p99", 1)] },
      fault: "1 handled and not done, e.g. p99",
    },
    {
      name: "an effect is doubled",
      audit: { effects: [...AUDIT.effects, effect("c", 2)] },
      fault: "1 with two effects in transactions of their completion, e.g. c",
    },
    {
      name: "an effect inside and one outside",
      add: "3 handled c 2 key-c",
      fault: "1 with two effects in transactions of their completion, e.g. c",
    },
    {
      name: "an effect is missing",
      audit: { effects: [effect("c", 1)] },
      fault: "1 done and never handled, e.g. f",
    },
    {
      name: "one attempt handled twice",
      add: "3 handled a 1 key-a",
      fault: "1 handled twice in one attempt, e.g. a",
    },
    {
      name: "handled again, and nothing was lost",
      add: "3 handled a 2 key-a",
      fault: "1 handled again although no process and no lease was lost, e.g. a",
    },
    {
      name: "handled again after the engine was back",
      add: "0 away\n0 back\n3 handled a 2 key-a\n3 handled a 3 key-a",
      fault: "1 handled again although no process and no lease was lost, e.g. a",
    },
    {
      name: "more replays of one delivery are kept than may be",
      add: sent(17),
      audit: kept(17),
      fault: "1 names of which more than 16 replays are kept, e.g. a",
    },
    {
      name: "a flood's first delivery vanished",
      add: "1 sending 0recorded alone\n1 returned 0recorded accepted",
      fault: "1 acknowledged and lost, e.g. 0recorded",
    },
    {
      name: "a replay of a flood was accepted",
      add: "1 sending arecorded~0 alone\n1 returned arecorded~0 accepted",
      fault: "1 given the wrong acceptance, e.g. arecorded~0",
    },
    {
      name: "a replay has its first one's key",
      add: "1 sending a~second alone\n1 returned a~second replay\n5 retrying a~second\n3 handled a~second 1 key-a",
      audit: { done: [...AUDIT.done, row("a~second")], counts: { ...AUDIT.counts, done: 6 } },
      fault: "1 without a key of their own, e.g. a~second",
    },
    {
      name: "a key changes between attempts",
      add: "4 started a 0\n4 handled a 0 key-other",
      fault: "1 without a key of their own, e.g. a",
    },
    {
      name: "two starts under one number",
      add: "4 started a 1",
      fault: "1 started twice under one number, e.g. a",
    },
    {
      name: "equal bytes have two first ones",
      audit: { dead: [row("p99", "attempts"), { id: "a~kept", isReplay: false, reason: "replay" }] },
      fault: "1 names without just one first delivery, e.g. a",
    },
    {
      name: "a delivery is kept aside without a first one",
      audit: { done: AUDIT.done.map((one) => (one.id === "b" ? { ...one, isReplay: true } : one)) },
      fault: "1 kept aside although their bytes had not come before, e.g. b",
    },
    {
      name: "a replay kept aside ran without a retry",
      audit: moved("a~kept"),
      add: "3 handled a~kept 1 key-h",
      fault: "1 replays done that nobody retried, e.g. a~kept",
    },
    {
      name: "a retried replay is kept aside again",
      audit: moved("a~retried", "replay"),
      drop: "3 handled a~retried 1 key-r",
      fault: "1 replays kept aside again after a retry, e.g. a~retried",
    },
    {
      name: "a second one of equal bytes was accepted",
      add: "1 sending a alone\n1 returned a accepted",
      fault: "1 names accepted twice, e.g. a",
    },
    {
      name: "a first one was never accepted",
      drop: "1 returned b accepted",
      add: "1 returned b duplicate",
      fault: "1 names never accepted, e.g. b",
    },
    {
      name: "a replay kept aside was called a duplicate, and a purge hides that nothing was stored",
      add: "1 sending a~cut alone\n1 returned a~cut duplicate",
      fault: "1 given the wrong acceptance, e.g. a~cut",
    },
    {
      name: "a rolled back one is stored",
      audit: { done: [...AUDIT.done, row("d")], counts: { ...AUDIT.counts, done: 6 } },
      add: "3 handled d 1 key-d",
      fault: "1 stored without their row in the ledger, e.g. d",
    },
    {
      name: "a rolled back one is in the ledger",
      audit: { ledger: [...AUDIT.ledger, "d"] },
      fault: "1 in the ledger although rolled back, e.g. d",
    },
    {
      name: "an unacknowledged one is in the ledger alone",
      audit: { ledger: [...AUDIT.ledger, "e"] },
      fault: "1 acknowledged and lost, e.g. e",
    },
    {
      name: "an unacknowledged one is stored alone",
      audit: { ledger: ["c"] },
      fault: "1 stored without their row in the ledger, e.g. f",
    },
    {
      name: "a committed one's row is gone",
      audit: { ledger: ["f"] },
      fault: "1 committed and not in the ledger, e.g. c",
    },
  ])("do not hold when $name", ({ fault, ...change }) => {
    expect(summarize(recordOf(change)).faults).toContain(fault);
  });

  it("let a delivery be handled again that was handled while the engine was away", () => {
    const again = "0 away\n4 started a 2\n3 handled a 2 key-a\n0 back\n3 started a 3\n3 handled a 3 key-a";
    const { faults } = summarize(recordOf({ drop: "3 handled a 1 key-a", add: again }));
    expect(faults).toEqual([]);
  });

  it("count what a flood sends beyond the replays that are kept", () => {
    const flood = [
      "1 sending 0recorded alone\n1 returned 0recorded accepted\n3 started 0recorded 1\n3 handled 0recorded 1 key-0",
      "2 sending 0recorded~0 alone\n2 returned 0recorded~0 replay",
      "2 sending 0recorded~1 alone\n2 returned 0recorded~1 replay",
    ].join("\n");
    const audit = {
      done: [...AUDIT.done, row("0recorded")],
      dead: [...AUDIT.dead, row("0recorded~0", "replay")],
      counts: { ...AUDIT.counts, done: 6, dead: 3 },
    };
    const found = summarize(recordOf({ add: flood, audit }));
    expect(found).toMatchObject({ faults: [], acknowledged: 13, done: 6, dead: 3, purged: 3, counted: 1 });
  });

  it("let a purge remove as many unlisted deliveries as it counted, and no more", () => {
    const drop = "6 purging 1 a~kept a~cut";
    const counted = summarize(recordOf({ drop, add: "5 purged 2 1" }));
    expect(counted).toMatchObject({ faults: [], purged: 3, lost: 0 });
    expect(summarize(recordOf({ drop, add: "5 purged 2 1", audit: gone("p99") })).lost).toBe(1);
  });
});

function toEntry(line: string): JournalEntry {
  const [pid, action, ...details] = line.split(" ");
  return { action: action as Action, pid: Number(pid), details };
}

function row(id: string, reason?: string): StoredRow {
  return { id, isReplay: id.includes("~"), reason };
}

function effect(id: string, attempt: number): Effect {
  return { id, attempt, pid: 3, key: `key-${id}` };
}

/** Further replays of `a`. */
function sent(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `a~${index}`);
  return ids.map((id) => `1 sending ${id} alone\n1 returned ${id} replay`).join("\n");
}

function kept(count: number): Partial<Audit> {
  const dead = [
    ...AUDIT.dead.filter(({ id }) => id !== "a~kept"),
    ...Array.from({ length: count }, (_, index) => row(`a~${index}`, "replay")),
  ];
  return { dead, counts: { ...AUDIT.counts, dead: dead.length } };
}

function gone(id: string): Partial<Audit> {
  const done = AUDIT.done.filter((one) => one.id !== id);
  const dead = AUDIT.dead.filter((one) => one.id !== id);
  return { done, dead, counts: { ...AUDIT.counts, done: done.length, dead: dead.length } };
}

/** To the dead, for a reason, or to the done. */
function moved(id: string, reason?: string): Partial<Audit> {
  const rest = gone(id);
  const [done, dead] = [rest.done!, rest.dead!];
  const own = row(id, reason);
  return reason === undefined
    ? { done: [...done, own], dead, counts: { ...AUDIT.counts, done: done.length + 1, dead: dead.length } }
    : { done, dead: [...dead, own], counts: { ...AUDIT.counts, done: done.length, dead: dead.length + 1 } };
}
