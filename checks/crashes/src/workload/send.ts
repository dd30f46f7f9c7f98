import type { Inbox } from "@flaghook/inbox";
import type { WriteEntry } from "../journal/journal.ts";
import { orderOf } from "./deliveries.ts";
import { INTO_LEDGER, type Tables } from "./tables.ts";

/** Sends again until it is answered, as a provider does without a 2xx. */
export async function sendUntilAnswered(inbox: Inbox, id: string, write: WriteEntry): Promise<void> {
  const { event, delivery } = orderOf(id);
  for (;;) {
    write("sending", id, "alone");
    try {
      write("answered", id, await inbox.accept(event, delivery));
      return;
    } catch {
      write("refused", id);
      await pause();
    }
  }
}

/**
 * Accepts and writes into the ledger in one transaction. Once, whatever happens: a second try would
 * mend what the first tore apart.
 */
export async function sendInTransaction(
  inbox: Inbox,
  tables: Tables,
  id: string,
  end: "commit" | "rollback",
  write: WriteEntry,
): Promise<void> {
  const { event, delivery } = orderOf(id);
  write("sending", id, end);
  try {
    const transaction = await tables.begin();
    try {
      await transaction.db.executeSql(INTO_LEDGER, [id]);
      const acceptance = await inbox.accept(event, delivery, { tx: transaction.db });
      if (end === "rollback") return;
      await transaction.commit();
      write("committed", id, acceptance);
    } finally {
      await transaction.rollback(); // does nothing after a commit
    }
  } catch {
    write("refused", id);
    await pause();
  }
}

/** After a refusal: the engine may be away. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
