import type { Inbox } from "@flaghook/inbox";
import { readSampleScope } from "../model/sample-scope.ts";

/** Rows that are looked at together. */
const PAGE = 500;

/** Removes sample deliveries that are not done, but for those that are being handled. */
export async function removeSampleDeliveries(inbox: Inbox): Promise<void> {
  for (const state of ["pending", "dead"] as const) {
    let after: string | undefined;
    for (;;) {
      const rows = await inbox.list({ state, limit: PAGE, after });
      for (const { id, scope } of rows) {
        // One that began meanwhile ends as a sample line that the next removal takes.
        if (readSampleScope(scope) !== undefined) await inbox.delete(id).catch(() => false);
      }
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.id;
    }
  }
}
