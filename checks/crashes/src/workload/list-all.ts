import type { Inbox, InboxRow, State } from "@flaghook/inbox";

const PAGE = 1000;

/**
 * Every row of a state. A row can come twice: when it comes into the state anew behind the page.
 */
export async function listAll(inbox: Inbox, state: State): Promise<readonly InboxRow[]> {
  const rows: InboxRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.id;
    const page = await inbox.list({ state, limit: PAGE, ...(after !== undefined && { after }) });
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}
