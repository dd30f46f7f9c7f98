import type { Acceptance, CommitResult, Entry } from "@flaghook/inbox/store";
import type { Engine } from "../job/engine.ts";
import { commitToQueue } from "./commit-to-queue.ts";

/** How long a batch waits for a lock before the rest of it goes on alone. */
const SHORT_LOCK_MS = 100;

/** How long a delivery waits that an open transaction has. Less than `accept` does. */
const LONG_LOCK_MS = 4000;

/** Parts of what waits for a lock: two splits find one of 256 slots. */
const PARTS = 16;

/**
 * Stores entries of one provider. Those that an open transaction has get promises: they fail after
 * a while, and hold up no others, neither of this batch nor of the next.
 */
export async function commitAroundLocks(
  engine: Engine,
  queue: string,
  entries: readonly Entry[],
  lockMs = SHORT_LOCK_MS,
): Promise<readonly CommitResult<Acceptance>[]> {
  const { acceptances, locked } = await commitToQueue(engine, queue, entries, { lockMs });
  const results = new Map<Entry, CommitResult<Acceptance>>(acceptances);
  if (lockMs === LONG_LOCK_MS) {
    const error = new Error("a transaction that is still open has this delivery.");
    for (const entry of locked) results.set(entry, error);
  } else {
    for (const { part, isOneSlot } of split(locked)) {
      const later = commitAroundLocks(engine, queue, part, isOneSlot ? LONG_LOCK_MS : SHORT_LOCK_MS);
      part.forEach((entry, index) => results.set(entry, later.then((all) => all[index]!).catch(toError)));
    }
  }
  return entries.map((entry) => results.get(entry)!);
}

interface Part {
  readonly part: readonly Entry[];
  readonly isOneSlot: boolean;
}

/** Splits entries, and no slot: equal ones are decided in order. */
function split(entries: readonly Entry[]): readonly Part[] {
  const bySlot = new Map<string, Entry[]>();
  for (const entry of entries) bySlot.set(entry.slot, [...(bySlot.get(entry.slot) ?? []), entry]);
  const slots = [...bySlot.values()];
  const size = Math.ceil(slots.length / PARTS);
  const parts: Part[] = [];
  for (let from = 0; from < slots.length; from += size) {
    const own = slots.slice(from, from + size);
    parts.push({ part: own.flat(), isOneSlot: own.length === 1 });
  }
  return parts;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
