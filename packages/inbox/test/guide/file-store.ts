import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import {
  CRASHED,
  createTableStore,
  DAMAGED,
  decide,
  decodeFields,
  encodeFields,
  entryOf,
  keptSlots,
  matchesFilter,
  ScopeTurns,
  systemClock,
  takeInTurn,
  toInboxRow,
  toRevived,
  toSetFree,
  withoutContent,
  type Acceptance,
  type Clock,
  type DeadReason,
  type DedupeSettings,
  type Entry,
  type Fence,
  type InboxRow,
  type LeasedRows,
  type SlotHolder,
  type State,
  type Store,
} from "@flaghook/inbox/store";

/** One delivery in the file. */
interface Row {
  id: number;
  provider: string;
  slot: string;
  /** Set on a replay that is kept aside: the slot of its first delivery, which has the body. */
  firstSlot: string | undefined;
  unsignedId: string | undefined;
  fields: string;
  body: string;
  state: State;
  reason?: DeadReason | undefined;
  error?: string | undefined;
  attempt: number;
  /** Attempts that count no more: before the last revival, and those that a stop gave back. */
  uncounted: number;
  furtherReplays: number;
  /** Pending: may start from. Running: lease until. Done and dead: ended at. */
  due: number;
  /** Deleted: it only keeps its slot. */
  isDeleted?: boolean;
}

/** Keeps the deliveries of one process in one JSON file. For a few hundred of them. */
export function fileStore(path: string, clock: Clock = systemClock): Store {
  return createTableStore({ name: "file", clock, pollMs: 1000, openRows: async () => rowsIn(path) });
}

function rowsIn(path: string): LeasedRows {
  /** Reads the rows, lets `change` work on them, and is back only when the disk has them. */
  function update<Result>(change: (rows: Row[]) => Result): Result {
    const rows = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Row[]) : [];
    const result = change(rows);
    writeFileSync(`${path}.new`, JSON.stringify(rows), { flush: true });
    renameSync(`${path}.new`, path);
    return result;
  }

  const turns = new ScopeTurns<Row>(({ fields }) => `s${decodeFields(fields)?.scope}`);

  /** In a file of its own, so that the rows stay a list. */
  const pausedPath = `${path}.paused`;
  const readPaused = (): string[] =>
    existsSync(pausedPath) ? (JSON.parse(readFileSync(pausedPath, "utf8")) as string[]) : [];
  const setPaused = (providers: readonly string[]): void =>
    writeFileSync(pausedPath, JSON.stringify([...new Set(providers)]), { flush: true });

  return {
    commit: async (batch, now, settings) =>
      update((rows) => batch.map((entry) => storeEntry(rows, entry, now, settings))),

    claim: async ({ providers, limit, now, leaseMs, attempts, limits }) =>
      update((rows) => {
        const due = rows.filter((row) => isDue(row, now)).toSorted((a, b) => a.due - b.due || a.id - b.id);
        const paused = readPaused();
        const queues = providers
          .filter((provider) => !paused.includes(provider))
          .map((provider) => {
            const own = due.filter((row) => row.provider === provider);
            return turns.inTurn(provider, own, limits?.[provider] ?? limit);
          });
        return takeInTurn(queues, limit).map((row) => {
          turns.took(row.provider, row);
          const fields = decodeFields(row.fields);
          const hasCrashed = row.state === "running" && row.attempt - row.uncounted >= attempts;
          if (fields === undefined || hasCrashed) {
            const [reason, error] = hasCrashed ? ["attempts", CRASHED] : ["unreadable", DAMAGED];
            Object.assign(row, { state: "dead", reason, error, due: now });
            return { ended: toRow(row) };
          }
          Object.assign(row, { state: "running", attempt: row.attempt + 1, due: now + leaseMs });
          const { attempt } = row;
          const attemptsSinceRevival = attempt - row.uncounted;
          const entry = entryOf(fields, Buffer.from(row.body, "base64"));
          const isLast = attemptsSinceRevival >= attempts;
          return { id: String(row.id), entry, attempt, attemptsSinceRevival, isLast };
        });
      }),

    renew: async (fences, until) =>
      update((rows) =>
        fences.map((fence) => {
          const row = leased(rows, fence);
          if (row !== undefined) row.due = until;
          return row !== undefined;
        }),
      ),

    record: async (batch, now) =>
      update((rows) =>
        batch.map((record) => {
          const row = leased(rows, record);
          if (row === undefined) return false;
          const { result } = record;
          const isOver = result.state === "done" || result.state === "dead";
          row.state = isOver ? result.state : "pending";
          row.due = isOver ? now : record.due;
          row.reason = result.state === "dead" ? result.reason : undefined;
          if ("error" in result) row.error = result.error;
          if (result.state === "released") row.uncounted++;
          return true;
        }),
      ),

    nextDue: async (providers) =>
      update((rows) => {
        const paused = readPaused();
        const open = providers.filter((provider) => !paused.includes(provider));
        const due = rows.filter((row) => isDue(row, Infinity) && open.includes(row.provider));
        return due.length === 0 ? undefined : Math.min(...due.map((row) => row.due));
      }),

    list: async ({ state, limit, after, filter }) =>
      update((rows) => {
        const listed = rows.filter((row) => row.state === state && row.isDeleted !== true);
        // Ids only rise: the list goes on behind a row that has left it.
        const from = after === String(Number(after)) ? Number(after) : 0;
        const left = listed.filter((row) => row.id > from).map(toRow);
        return left.filter((row) => matchesFilter(row, filter)).slice(0, limit);
      }),

    counts: async () =>
      update((rows) => {
        const counts = { pending: 0, running: 0, done: 0, dead: 0 };
        for (const { state, isDeleted } of rows) if (isDeleted !== true) counts[state]++;
        return counts;
      }),

    oldestPending: async () =>
      update((rows) => {
        const pending = rows.find(({ state }) => state === "pending");
        return pending && decodeFields(pending.fields)?.receivedAt;
      }),

    get: async (id) =>
      update((rows) => {
        const row = rows.find((one) => String(one.id) === id && one.isDeleted !== true);
        return (
          row && {
            row: toRow(row),
            entry: toEntry(rows, row),
            nextAttemptAt: row.state === "pending" ? row.due : undefined,
          }
        );
      }),

    delete: async (id, now) =>
      update((rows) => {
        const row = rows.find((one) => String(one.id) === id && one.isDeleted !== true);
        if (row === undefined) return "unknown";
        if (row.state === "running") return "running";
        const fields = decodeFields(row.fields);
        // Its slot stays until the window is over: from now on, or as long as it had.
        const due = row.state === "done" ? row.due : now;
        Object.assign(row, { state: "done", reason: undefined, error: undefined, due, isDeleted: true });
        row.fields = fields === undefined ? "" : encodeFields(withoutContent(fields));
        row.body = "";
        remove(rows, keptBeside(rows, row));
        return "deleted";
      }),

    retry: async (id, now) =>
      update((rows) => {
        const row = rows.find((one) => String(one.id) === id && one.state === "dead");
        const entry = row && toEntry(rows, row);
        if (row !== undefined && entry !== undefined) revive(row, entry, now);
        return entry !== undefined;
      }),

    purge: async ({ before, now, dead, windowMs }) =>
      update((rows) => {
        const purged = rows.filter(({ state, due, firstSlot }) => {
          const isOver = now - due >= windowMs;
          if (state === "dead" && firstSlot !== undefined && isOver) return true;
          return due < before && (state === "done" ? isOver : dead && state === "dead");
        });
        return remove(rows, [...purged, ...purged.flatMap((row) => keptBeside(rows, row))]);
      }),

    pause: async (provider) => setPaused([...readPaused(), provider]),
    resume: async (provider) => setPaused(readPaused().filter((one) => one !== provider)),
    paused: async () => readPaused(),

    close: async () => {},
  };
}

function toRow(row: Row): InboxRow {
  const { id, provider, state, reason, error, attempt, furtherReplays, due: storedAt, fields } = row;
  const shown = { id: String(id), provider, state, reason, error, attempt, furtherReplays, storedAt };
  return toInboxRow(decodeFields(fields), shown);
}

/** Reads the entry of a row. A replay that is kept aside has the body of its first delivery. */
function toEntry(rows: Row[], row: Row): Entry | undefined {
  const first = row.firstSlot === undefined ? row : holderRow(rows, row.firstSlot);
  if (first === undefined || first.isDeleted === true) return undefined;
  const [fields, whole] = [decodeFields(row.fields), decodeFields(first.fields)];
  if (fields === undefined || whole === undefined) return undefined;
  return toSetFree(fields, { ...whole, body: Buffer.from(first.body, "base64") });
}

const isFresh = (row: Row): boolean => row.state === "pending" && row.attempt === row.uncounted;
const isDue = (row: Row, now: number): boolean =>
  isFresh(row) || ((row.state === "pending" || row.state === "running") && row.due <= now);
const leased = (rows: Row[], { id, attempt }: Fence): Row | undefined =>
  rows.find((row) => String(row.id) === id && row.state === "running" && row.attempt === attempt);

/** The last one of a slot holds it: the window of those before is over. */
const holderRow = (rows: Row[], slot: string): Row | undefined => rows.findLast((row) => row.slot === slot);

/** The rules of dedupe decide; the store looks up who holds a slot, and does what they say. */
function storeEntry(rows: Row[], entry: Entry, now: number, settings: DedupeSettings): Acceptance {
  const holderAt = (slot: string): SlotHolder | undefined => {
    const row = holderRow(rows, slot);
    return row && holderOf(row);
  };
  const decision = decide(entry, holderAt, settings, now);
  if (decision.action === "count") holderRow(rows, decision.slot)!.furtherReplays++;
  if (decision.action === "revive") {
    const row = holderRow(rows, decision.slot)!;
    // A damaged row has no content to keep its place by: the new one's will do.
    revive(row, toRevived(entry, decodeFields(row.fields) ?? entry), now);
  }
  if (decision.action === "insert") {
    const replaced = holderRow(rows, decision.entry.slot);
    const gone = replaced?.firstSlot === undefined ? [] : [replaced];
    if (replaced !== undefined) remove(rows, [...gone, ...keptBeside(rows, replaced)]);
    insert(rows, decision.entry, now);
  }
  return decision.acceptance;
}

function insert(rows: Row[], entry: Entry, now: number): void {
  const { provider, slot, firstSlot, unsignedId, storedDead: reason } = entry;
  rows.push({
    id: (rows.at(-1)?.id ?? 0) + 1,
    provider,
    slot,
    firstSlot,
    unsignedId,
    fields: encodeFields(entry),
    body: Buffer.from(entry.body).toString("base64"),
    state: reason === undefined ? "pending" : "dead",
    reason,
    attempt: 0,
    uncounted: 0,
    furtherReplays: 0,
    due: now,
  });
}

function revive(row: Row, entry: Entry, now: number): void {
  Object.assign(row, {
    fields: encodeFields(entry),
    body: Buffer.from(entry.body).toString("base64"),
    firstSlot: undefined,
    state: "pending",
    reason: undefined,
    error: undefined,
    uncounted: row.attempt,
    due: now,
  });
}

/** The replays that are kept aside beside a first delivery. */
function keptBeside(rows: Row[], first: Row): Row[] {
  const slots = keptSlots(first.slot);
  return rows.filter((row) => row.firstSlot !== undefined && slots.includes(row.slot));
}

function remove(rows: Row[], gone: Row[]): number {
  const left = rows.filter((row) => !gone.includes(row));
  return rows.splice(0, rows.length, ...left).length - left.length;
}

function holderOf({ state, reason, unsignedId, firstSlot, due }: Row): SlotHolder {
  return { state, reason, unsignedId, isKeptAside: firstSlot !== undefined, endedAt: due };
}
