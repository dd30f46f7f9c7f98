import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
  constant,
  array,
} from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { slotOf, type Entry } from "../../src/store/stored-entry.ts";
import { MemoryRows } from "../../src/memory/memory-rows.ts";
import type { ClaimedRow, LeasedRows } from "../../src/leasing/leased-rows.ts";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/sqlite-rows.ts";
import type { AttemptResult } from "../../src/store/store.ts";

const PROVIDERS = ["acme", "umbrella"];
const WINDOW = 1000;
const ATTEMPTS = 2;
const LEASE = 300;

/** Occurrences so far: each has a slot of its own, and none is the slot of an unsigned id. */
let occurrences = 0;

/** One call to a table. Both tables must respond alike. */
const call = oneof(
  record({
    kind: constant("commit" as const),
    provider: constantFrom(...PROVIDERS),
    key: constantFrom("a", "b"),
    unsignedId: constantFrom(undefined, "1", "2", "3"),
    isRepeatable: boolean(),
    isMismatch: boolean(),
    onReplay: constantFrom("hold" as const, "handle" as const),
  }),
  record({
    kind: constant("claim" as const),
    limit: integer({ min: 1, max: 3 }),
    providers: constantFrom(PROVIDERS, PROVIDERS.toReversed(), PROVIDERS.slice(1)),
  }),
  record({
    kind: constant("record" as const),
    which: integer({ min: 0, max: 5 }),
    result: constantFrom<Exclude<AttemptResult, { state: "lost" }>>(
      { state: "done" },
      { state: "retry", error: "fault" },
      { state: "dead", reason: "attempts", error: "fault" },
      { state: "released" },
    ),
  }),
  record({ kind: constant("renew" as const), which: integer({ min: 0, max: 5 }) }),
  record({ kind: constant("retry" as const), id: integer({ min: 1, max: 6 }) }),
  record({ kind: constant("get" as const), id: integer({ min: 1, max: 6 }) }),
  record({ kind: constant("delete" as const), id: integer({ min: 1, max: 6 }) }),
  record({ kind: constant("purge" as const), dead: boolean(), age: integer({ min: 0, max: 2000 }) }),
  record({ kind: constant("pass" as const), milliseconds: integer({ min: 1, max: 1500 }) }),
  // The clock is set back, a little and a lot.
  record({ kind: constant("pass" as const), milliseconds: constantFrom(-100, -7_200_000) }),
);

type Call = ReturnType<typeof call.generate>["value"];

describe("the tables of memory and SQLite", () => {
  it("respond alike to every sequence of calls, and lose nothing", async () => {
    await assert(
      asyncProperty(array(tuple(call), { minLength: 5, maxLength: 40 }), async (calls) => {
        const folder = mkdtempSync(join(tmpdir(), "flaghook-rows-"));
        const path = join(folder, "inbox.db");
        const database = openDatabase(path);
        // The calls compare its responses, and not the disk.
        database.exec("pragma synchronous = off");
        const tables: Table[] = [new MemoryRows(), new SqliteRows(database, path)].map((rows) => ({
          rows,
          claimed: [],
          ids: [],
        }));
        let now = 1_000_000_000;
        occurrences = 0;
        try {
          for (const [one] of calls) {
            if (one.kind === "pass") now += one.milliseconds;
            const responses = [];
            for (const table of tables) responses.push(await respond(table, one, now));
            expect({ one, response: responses[1] }).toEqual({ one, response: responses[0] });
          }
        } finally {
          database.close();
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  }, 60_000);
});

describe.each(["memory", "sqlite"])("a claim of the %s table", (name) => {
  let folder: string;
  let rows: LeasedRows;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flaghook-rows-"));
    rows = name === "memory" ? new MemoryRows() : openRows(join(folder, "inbox.db"));
  });
  afterEach(async () => {
    await rows.close();
    rmSync(folder, { recursive: true });
  });

  it("takes of each provider in turn, and of each the oldest first", async () => {
    const plain = { kind: "commit", unsignedId: undefined, isRepeatable: false, isMismatch: false } as const;
    const entries = ["a1", "a2", "a3", "b1", "b2"].map((key) => {
      const provider = key.startsWith("a") ? "acme" : "umbrella";
      return toEntry({ ...plain, provider, key, onReplay: "hold" }, 0);
    });
    await rows.commit(entries, 0, { windowMs: WINDOW, onReplay: "hold" });
    const claim = async (providers: string[], limit: number): Promise<string[]> => {
      const claimed = await rows.claim({
        providers,
        limit,
        now: 0,
        leaseMs: LEASE,
        attempts: ATTEMPTS,
      });
      return claimed.map((row) => ("ended" in row ? "" : row.entry.dedupeKey));
    };
    expect(await claim(["umbrella", "acme"], 3)).toEqual(["b1", "a1", "b2"]);
    expect(await claim(["umbrella", "acme"], 3)).toEqual(["a2", "a3"]);
  });

  const NOW = 1_000_000_000;
  const HOUR = 3_600_000;
  const claimAt = (now: number): Promise<readonly unknown[]> =>
    rows.claim({ providers: ["acme"], limit: 5, now, leaseMs: LEASE, attempts: ATTEMPTS });
  const commitAt = async (now: number): Promise<void> => {
    const plain = { kind: "commit", key: "a", unsignedId: undefined, isMismatch: false } as const;
    const entry = toEntry({ ...plain, provider: "acme", isRepeatable: false, onReplay: "hold" }, now);
    await rows.commit([entry], now, { windowMs: WINDOW, onReplay: "hold" });
  };

  it("takes what is pending although the clock was set back", async () => {
    await commitAt(NOW);
    expect((await claimAt(NOW - HOUR)).length).toBe(1);
  });
});

/**
 * A table, the rows it handed out, and its ids in the order in which they came: SQLite skips some.
 */
interface Table {
  readonly rows: LeasedRows;
  readonly claimed: ClaimedRow[];
  readonly ids: string[];
}

async function respond(table: Table, one: Call, now: number): Promise<unknown> {
  const { rows, ids } = table;
  const response = await perform(table, one, now);
  const listed = [];
  for (const state of ["pending", "running", "done", "dead"] as const) {
    listed.push(...(await rows.list({ state, limit: 100, after: undefined })));
  }
  for (const { id } of listed.toSorted((a, b) => Number(a.id) - Number(b.id)))
    if (!ids.includes(id)) ids.push(id);
  const named = listed.map((row) => ({ ...row, id: ids.indexOf(row.id) }));
  return { response, named, counts: await rows.counts(), due: await rows.nextDue(PROVIDERS) };
}

async function perform({ rows, claimed, ids }: Table, one: Call, now: number): Promise<unknown> {
  const fenceOf = (which: number): { id: string; attempt: number; provider: string } => {
    const row = claimed[which];
    return { id: row?.id ?? "99999", attempt: row?.attempt ?? 1, provider: "acme" };
  };
  if (one.kind === "commit") {
    return rows.commit([toEntry(one, now)], now, { windowMs: WINDOW, onReplay: one.onReplay });
  }
  if (one.kind === "claim") {
    const query = {
      providers: one.providers,
      limit: one.limit,
      now,
      leaseMs: LEASE,
      attempts: ATTEMPTS,
    };
    const taken = await rows.claim(query);
    return taken.map((row) => {
      if ("ended" in row) return { ...row.ended, id: ids.indexOf(row.ended.id) };
      const { id, attempt, attemptsSinceRevival, isLast, entry } = row;
      const { provider, dedupeKey, replay } = entry;
      claimed.push(row);
      return [ids.indexOf(id), attempt, attemptsSinceRevival, isLast, provider, dedupeKey, replay];
    });
  }
  if (one.kind === "record") {
    return rows.record([{ ...fenceOf(one.which), result: one.result, due: now + 50 }], now);
  }
  if (one.kind === "renew") return rows.renew([fenceOf(one.which)], now + LEASE);
  if (one.kind === "retry") return rows.retry(ids[one.id] ?? "99999", now);
  if (one.kind === "get") {
    const found = await rows.get(ids[one.id] ?? "99999");
    // SQLite has no body of what is done.
    return found && { ...found, entry: undefined, row: { ...found.row, id: ids.indexOf(found.row.id) } };
  }
  if (one.kind === "delete") return rows.delete(ids[one.id] ?? "99999", now);
  if (one.kind === "purge")
    return rows.purge({ before: now - one.age, now, dead: one.dead, windowMs: WINDOW });
  return undefined;
}

function toEntry(
  one: Omit<Extract<Call, { kind: "commit" }>, "key"> & { readonly key: string },
  now: number,
): Entry {
  const { provider, key, isMismatch } = one;
  const { unsignedId, isRepeatable } = one;
  const isOccurrence = isRepeatable && unsignedId === undefined;
  return {
    provider,
    scope: "",
    name: "paid",
    dedupeKey: key,
    unsignedId,
    unsignedName: undefined,
    secretIndex: 0,
    headers: {},
    receivedAt: now,
    isRepeatable,
    storedDead: isMismatch ? "schema-mismatch" : undefined,
    mismatch: isMismatch ? { message: "paid: expected string", issues: [] } : undefined,
    replay: false,
    traceparent: undefined,
    slot: isOccurrence ? slotOf(provider, "", key, "", String(++occurrences)) : slotOf(provider, "", key),
    ownSlot: unsignedId === undefined ? undefined : slotOf(provider, "", key, unsignedId),
    firstSlot: undefined,
    isGzip: false,
    bodyBytes: 3,
    body: new Uint8Array([1, 2, 3]),
  };
}

function openRows(path: string): SqliteRows {
  return new SqliteRows(openDatabase(path), path);
}
