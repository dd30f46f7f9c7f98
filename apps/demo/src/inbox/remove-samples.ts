import { setTimeout as sleep } from "node:timers/promises";
import type { Inbox } from "@flaghook/inbox";
import { readSampleScope } from "../model/sample-scope.ts";

/** Rows that are looked at together. */
const PAGE = 500;

const PAUSE_MS = 50;

/** Ten seconds of looks, as long as nothing that is handled here takes. */
const MAX_LOOKS = 200;

type SampleInbox = Pick<Inbox, "list" | "delete">;

/**
 * Removes sample deliveries that are not done, and waits for those that are being handled: they may
 * fail, and wait again.
 */
export async function removeSampleDeliveries(inbox: SampleInbox): Promise<void> {
  // Once more after nothing was found: one can begin between the looks at two states.
  for (let look = 0, clean = 0; look < MAX_LOOKS && clean < 2; look++) {
    if (look > 0) await sleep(PAUSE_MS);
    clean = (await removeOnce(inbox)) ? 0 : clean + 1;
  }
}

/** Whether there were any. */
async function removeOnce(inbox: SampleInbox): Promise<boolean> {
  let hasFound = false;
  for (const state of ["running", "pending", "dead"] as const) {
    let after: string | undefined;
    for (;;) {
      const rows = await inbox.list({ state, limit: PAGE, after });
      for (const { id, scope } of rows) {
        if (readSampleScope(scope) === undefined) continue;
        hasFound = true;
        if (state !== "running") await inbox.delete(id).catch(() => false); // it may have begun meanwhile
      }
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.id;
    }
  }
  return hasFound;
}
