import type { Inbox } from "@flaghook/inbox";
import type { Tell } from "./notes.ts";
import { parcel } from "./parcels.ts";
import { INTO_LEDGER, type Tables } from "./transactions.ts";

/** As a provider does: no 2xx, so it comes again. */
export async function sendUntilAnswered(inbox: Inbox, id: string, tell: Tell): Promise<void> {
  const { event, delivery } = parcel(id);
  for (;;) {
    tell("sending", id, "alone");
    try {
      tell("answered", id, await inbox.accept(event, delivery));
      return;
    } catch {
      tell("refused", id);
      await pause();
    }
  }
}

/**
 * Accepts and writes into the ledger in one transaction of its own. Once, whatever comes of it: a
 * second try would mend what the first had torn apart.
 */
export async function sendInTransaction(
  inbox: Inbox,
  tables: Tables,
  id: string,
  end: "commit" | "rollback",
  tell: Tell,
): Promise<void> {
  const { event, delivery } = parcel(id);
  tell("sending", id, end);
  try {
    const transaction = await tables.begin();
    try {
      await transaction.db.executeSql(INTO_LEDGER, [id]);
      const outcome = await inbox.accept(event, delivery, { tx: transaction.db });
      if (end === "rollback") return;
      await transaction.commit();
      tell("committed", id, outcome);
    } finally {
      await transaction.rollback(); // does nothing after a commit
    }
  } catch {
    tell("refused", id);
    await pause();
  }
}

/** After a refusal: the engine may be away. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
