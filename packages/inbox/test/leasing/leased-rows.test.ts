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
import { MemoryRows } from "../../src/memory/rows.ts";
import type { RowClaim, Rows } from "../../src/leasing/leased-rows.ts";
import { openDatabase } from "../../src/sqlite/database.ts";
import { SqliteRows } from "../../src/sqlite/rows.ts";
import type { Verdict } from "../../src/store/store.ts";

const PROVIDERS = ["acme", "umbrella"];
const WINDOW = 1000;
const ATTEMPTS = 2;
const LEASE = 300;
const WAIT = 5000;

/** One call to a table. Both tables must answer each alike. */
const call = oneof(
  record({
    kind: constant("commit" as const),
    provider: constantFrom(...PROVIDERS),
    key: constantFrom("a", "b"),
    unsignedId: constantFrom(undefined, "1", "2"),
    repeatable: boolean(),
    isMismatch: boolean(),
    onReplay: constantFrom("hold" as const, "handle" as const),
  }),
  record({
    kind: constant("claim" as const),
    limit: integer({ min: 1, max: 3 }),
    providers: constantFrom(PROVIDERS, PROVIDERS.toReversed(), PROVIDERS.slice(1)),
  }),
  record({
    kind: constant("settle" as const),
    which: integer({ min: 0, max: 5 }),
    verdict: constantFrom<Exclude<Verdict, { state: "lost" }>>(
      { state: "done" },
      { state: "retry", error: "fault" },
      { state: "dead", reason: "attempts", error: "fault" },
      { state: "released" },
    ),
  }),
  record({ kind: constant("renew" as const), which: integer({ min: 0, max: 5 }) }),
  record({ kind: constant("retry" as const), id: integer({ min: 1, max: 6 }) }),
  record({ kind: constant("purge" as const), dead: boolean(), age: integer({ min: 0, max: 2000 }) }),
  record({ kind: constant("pass" as const), milliseconds: integer({ min: 1, max: 1500 }) }),
  // The clock is set back: a little, and by more than it could be wrong.
  record({ kind: constant("pass" as const), milliseconds: constantFrom(-100, -7_200_000) }),
);

type Call = ReturnType<typeof call.generate>["value"];

describe("the tables of memory and SQLite", () => {
  it("answer every sequence of calls alike, and lose nothing", async () => {
    await assert(
      asyncProperty(array(tuple(call), { minLength: 5, maxLength: 40 }), async (calls) => {
        const folder = mkdtempSync(join(tmpdir(), "flaghook-rows-"));
        const database = openDatabase(join(folder, "inbox.db"));
        const tables: Table[] = [new MemoryRows(), new SqliteRows(database)].map((rows) => ({
          rows,
          claims: [],
          ids: [],
        }));
        let now = 1_000_000_000;
        try {
          for (const [one] of calls) {
            if (one.kind === "pass") now += one.milliseconds;
            const answers = [];
            for (const table of tables) answers.push(await answer(table, one, now));
            expect({ one, answer: answers[1] }).toEqual({ one, answer: answers[0] });
          }
        } finally {
          database.close();
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe.each(["memory", "sqlite"])("a claim of the %s table", (name) => {
  let folder: string;
  let rows: Rows;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flaghook-rows-"));
    rows = name === "memory" ? new MemoryRows() : new SqliteRows(openDatabase(join(folder, "inbox.db")));
  });
  afterEach(async () => {
    await rows.close();
    rmSync(folder, { recursive: true });
  });

  it("takes of each provider in turn, and of each the oldest first", async () => {
    const plain = { kind: "commit", unsignedId: undefined, repeatable: false, isMismatch: false } as const;
    const entries = ["a1", "a2", "a3", "b1", "b2"].map((key) => {
      const provider = key.startsWith("a") ? "acme" : "umbrella";
      return toEntry({ ...plain, provider, key, onReplay: "hold" }, 0);
    });
    await rows.commit(entries, 0, { window: WINDOW, onReplay: "hold" });
    const claim = async (providers: string[], limit: number): Promise<string[]> => {
      const claims = await rows.claim({
        providers,
        limit,
        now: 0,
        lease: LEASE,
        attempts: ATTEMPTS,
        longestWait: WAIT,
      });
      return claims.map(({ entry }) => entry.dedupeKey);
    };
    expect(await claim(["umbrella", "acme"], 3)).toEqual(["b1", "a1", "b2"]);
    expect(await claim(["umbrella", "acme"], 3)).toEqual(["a2", "a3"]);
  });

  const NOW = 1_000_000_000;
  const HOUR = 3_600_000;
  const claimAt = (now: number): Promise<readonly RowClaim[]> =>
    rows.claim({ providers: ["acme"], limit: 5, now, lease: LEASE, attempts: ATTEMPTS, longestWait: WAIT });
  const commitAt = async (now: number): Promise<void> => {
    const plain = { kind: "commit", key: "a", unsignedId: undefined, isMismatch: false } as const;
    const entry = toEntry({ ...plain, provider: "acme", repeatable: false, onReplay: "hold" }, now);
    await rows.commit([entry], now, { window: WINDOW, onReplay: "hold" });
  };

  it("takes what is pending although the clock was set back", async () => {
    await commitAt(NOW);
    expect((await claimAt(NOW - HOUR)).length).toBe(1);
  });

  it("takes what waits for its next try when the clock was set back, and not when it only waits", async () => {
    await commitAt(NOW);
    const [{ id, attempt }] = (await claimAt(NOW)) as [RowClaim];
    const verdict = { state: "retry", error: "fault" } as const;
    await rows.settle([{ provider: "acme", id, attempt, verdict, due: NOW + WAIT }], NOW);
    // Another process with longer waits, whose clock was read earlier.
    expect(await claimAt(NOW - HOUR)).toEqual([]);
    expect((await claimAt(NOW - 2 * HOUR)).map((claim) => claim.attempt)).toEqual([2]);
  });

  it("leaves a running one to its process for one lease more after the clock was set back", async () => {
    await commitAt(NOW);
    await claimAt(NOW);
    const later = NOW - HOUR;
    expect(await claimAt(later)).toEqual([]);
    expect(await rows.nextDue(["acme"])).toBe(later + LEASE);
    expect(await claimAt(later + LEASE - 1)).toEqual([]);
    expect((await claimAt(later + LEASE)).map((claim) => claim.attempt)).toEqual([2]);
  });

  it("leaves a running one to its process for as long as that renews, after the clock was set back", async () => {
    await commitAt(NOW);
    const [{ id, attempt }] = (await claimAt(NOW)) as [RowClaim];
    let now = NOW - HOUR;
    expect(await claimAt(now)).toEqual([]);
    for (let renewal = 0; renewal < 4; renewal++) {
      now += LEASE / 3;
      expect(await rows.renew([{ provider: "acme", id, attempt }], now + LEASE)).toEqual([true]);
      expect(await claimAt(now)).toEqual([]);
    }
  });
});

/** A table, the starts it handed out, and its ids in the order in which they came: SQLite leaves some out. */
interface Table {
  readonly rows: Rows;
  readonly claims: RowClaim[];
  readonly ids: string[];
}

async function answer(table: Table, one: Call, now: number): Promise<unknown> {
  const { rows, ids } = table;
  const said = await perform(table, one, now);
  const listed = [];
  for (const state of ["pending", "running", "done", "dead"] as const) {
    listed.push(...(await rows.list({ state, limit: 100, after: undefined })));
  }
  for (const { id } of listed.toSorted((a, b) => Number(a.id) - Number(b.id)))
    if (!ids.includes(id)) ids.push(id);
  const named = listed.map((row) => ({ ...row, id: ids.indexOf(row.id) }));
  return { said, named, counts: await rows.counts(), due: await rows.nextDue(PROVIDERS) };
}

async function perform({ rows, claims, ids }: Table, one: Call, now: number): Promise<unknown> {
  const fenceOf = (which: number): { id: string; attempt: number; provider: string } => {
    const claim = claims[which];
    return { id: claim?.id ?? "99999", attempt: claim?.attempt ?? 1, provider: "acme" };
  };
  if (one.kind === "commit") {
    return rows.commit([toEntry(one, now)], now, { window: WINDOW, onReplay: one.onReplay });
  }
  if (one.kind === "claim") {
    const query = {
      providers: one.providers,
      limit: one.limit,
      now,
      lease: LEASE,
      attempts: ATTEMPTS,
      longestWait: WAIT,
    };
    const taken = await rows.claim(query);
    claims.push(...taken);
    return taken.map(({ id, attempt, tries, isLast, entry }) => [
      ids.indexOf(id),
      attempt,
      tries,
      isLast,
      entry.provider,
      entry.dedupeKey,
      entry.replay,
    ]);
  }
  if (one.kind === "settle") {
    return rows.settle([{ ...fenceOf(one.which), verdict: one.verdict, due: now + 50 }], now);
  }
  if (one.kind === "renew") return rows.renew([fenceOf(one.which)], now + LEASE);
  if (one.kind === "retry") return rows.retry(ids[one.id] ?? "99999", now);
  if (one.kind === "purge") return rows.purge({ before: now - one.age, now, dead: one.dead, window: WINDOW });
  return undefined;
}

function toEntry(
  one: Omit<Extract<Call, { kind: "commit" }>, "key"> & { readonly key: string },
  now: number,
): Entry {
  const { provider, key, isMismatch } = one;
  // A mismatch is known by its digest alone.
  const unsignedId = isMismatch ? undefined : one.unsignedId;
  const repeatable = one.repeatable && !isMismatch;
  return {
    provider,
    scope: "",
    name: "paid",
    dedupeKey: key,
    unsignedId,
    secretIndex: 0,
    headers: {},
    receivedAt: now,
    repeatable,
    occurrenceWindow: repeatable && unsignedId === undefined ? 500 : undefined,
    held: isMismatch ? "schema-mismatch" : undefined,
    replay: false,
    traceparent: undefined,
    slot: slotOf(provider, "", key),
    ownSlot: unsignedId === undefined ? undefined : slotOf(provider, "", key, unsignedId),
    isGzip: false,
    body: new Uint8Array([1, 2, 3]),
  };
}
