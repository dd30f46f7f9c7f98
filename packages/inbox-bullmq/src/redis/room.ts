import type { Entry } from "@flaghook/inbox/store";
import type { Redis } from "ioredis";

const MIB = 1024 * 1024;

/**
 * Left free of Redis's memory, or a quarter of all where that is less: taking a job, sending it to
 * its worker and recording its result need memory too.
 */
const RESERVE_BYTES = 32 * MIB;

/** Beside its body as base64, a delivery takes about so much. */
const ENTRY_BYTES = 3000;

/** Other processes fill Redis as well. */
const LOOK_AGAIN_AFTER_MS = 1000;

/**
 * Makes what refuses a batch that would use up Redis's memory. Deliveries that are stored already
 * could then not be handled: a full Redis gives no worker anything.
 */
export function watchRoom(redis: Redis): (batch: readonly Entry[]) => Promise<void> {
  let memory = { total: 0, left: 0 };
  let lookedAt = -Infinity;

  return async (batch) => {
    const needed = batch.reduce((sum, { body }) => sum + (body.byteLength * 4) / 3 + ENTRY_BYTES, 0);
    const reserve = (): number => Math.min(RESERVE_BYTES, memory.total / 4);
    const isTight = (): boolean => memory.left - needed < reserve();
    if (isTight() || performance.now() - lookedAt > LOOK_AGAIN_AFTER_MS) {
      memory = readMemory(await redis.info("memory"));
      lookedAt = performance.now();
    }
    if (isTight()) {
      throw new Error(
        `Redis has ${toMib(memory.left)} MiB of its maxmemory left, of which the bullmq store keeps ${toMib(reserve())} MiB to handle what it has. Raise maxmemory, or keep less with a shorter windowMs.`,
      );
    }
    memory.left -= needed;
  };
}

/** Without a maxmemory there is no end. */
function readMemory(info: string): { total: number; left: number } {
  const used = numberIn(info, "used_memory");
  const total = numberIn(info, "maxmemory") || Infinity;
  return { total, left: Math.max(0, total - used) };
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
}

function toMib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
