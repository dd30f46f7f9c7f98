import type { InboxCounts, InboxRow, StoreListQuery } from "@flaghook/inbox/store";
import { STATES } from "@flaghook/inbox/store";
import type { Queues } from "../queue/queues.ts";
import { countQueue, listQueue } from "./list-queue.ts";
import { purgeQueue, type QueuePurge } from "./purge-queue.ts";

/** Lists the jobs of every queue in one state, queue by queue. */
export async function listQueues(queues: Queues, query: StoreListQuery): Promise<readonly InboxRow[]> {
  const { redis } = queues;
  const [afterQueue, afterId] = query.after?.split(":") ?? [];
  const all = await queues.all();
  const from = Math.max(
    0,
    all.findIndex(({ name }) => name === afterQueue),
  );
  const rows: InboxRow[] = [];
  for (const queue of all.slice(from)) {
    const limit = query.limit - rows.length;
    if (limit === 0) break;
    const after = queue.name === afterQueue ? afterId : undefined;
    rows.push(...(await listQueue({ queue, redis }, { state: query.state, limit, after })));
  }
  return rows;
}

export async function countQueues(queues: Queues): Promise<InboxCounts> {
  const counts = { pending: 0, running: 0, done: 0, dead: 0 };
  for (const queue of await queues.all()) {
    const own = await countQueue({ queue, redis: queues.redis });
    for (const state of STATES) counts[state] += own[state];
  }
  return counts;
}

/** @returns how many jobs it removed */
export async function purgeQueues(queues: Queues, purge: QueuePurge): Promise<number> {
  let count = 0;
  for (const queue of await queues.all()) count += await purgeQueue({ queue, redis: queues.redis }, purge);
  return count;
}
