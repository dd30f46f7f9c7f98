import { setTimeout as sleep } from "node:timers/promises";
import type { Inbox } from "@flaghook/inbox";

/**
 * Waits until each delivery was handled or has failed. Not for those that failed and are tried
 * again later.
 */
export async function waitUntilIdle(inbox: Pick<Inbox, "counts" | "list">): Promise<void> {
  while (!(await isIdle(inbox))) await sleep(10);
}

async function isIdle(inbox: Pick<Inbox, "counts" | "list">): Promise<boolean> {
  const pending = await inbox.list({ state: "pending", limit: 1000 });
  if (pending.some(({ error }) => error === undefined)) return false;
  // Asked for afterwards: a delivery that began between the two counts here, and would be missed in the other order.
  return (await inbox.counts()).running === 0;
}
