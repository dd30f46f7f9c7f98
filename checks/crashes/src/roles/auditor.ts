// Ends a run: sends unacknowledged deliveries again, has everything handled, and lists what is stored.
import { writeFileSync } from "node:fs";
import { createInbox, type Inbox, type InboxRow } from "@flaghook/inbox";
import type { Audit, StoredRow } from "../invariants/audit.ts";
import { createHandler } from "../workload/handler.ts";
import { listAll } from "../workload/list-all.ts";
import { openJournal, readJournal, type JournalEntry } from "../journal/journal.ts";
import { orders } from "../workload/deliveries.ts";
import { sendUntilAnswered } from "../workload/send.ts";
import { inboxOptions, type StoreConfig } from "../workload/store-config.ts";
import { openTables } from "../workload/tables.ts";

const PATIENCE_MS = 60_000;

const [configJson = "", log = "", result = ""] = process.argv.slice(2);
const config = JSON.parse(configJson) as StoreConfig;
const hasTransactions = config.hasTransactions === true;
const write = openJournal(log);
const inbox = createInbox({ ...inboxOptions(config), concurrency: 32 });

await sendAgain();
inbox.handle(orders, createHandler(write, hasTransactions));
await inbox.start();
await untilAllEnded(inbox);
writeFileSync(result, JSON.stringify(await audit()));
await inbox.stop();

async function sendAgain(): Promise<void> {
  const ids = unacknowledged(readJournal(log));
  await Promise.all(ids.map((id) => sendUntilAnswered(inbox, id, write)));
}

/** Not those sent in a transaction: the invariants ask whether all of one was kept, or nothing. */
function unacknowledged(entries: readonly JournalEntry[]): string[] {
  const ids = new Set<string>();
  for (const { action, details } of entries) {
    const [id = "", how] = details;
    if (action === "sending" && how === "alone") ids.add(id);
  }
  for (const { action, details } of entries) if (action === "answered") ids.delete(details[0]!);
  return [...ids];
}

/** Gives up when nothing changes for a long time: the audit then shows what is left. */
async function untilAllEnded(own: Inbox): Promise<void> {
  let before = "";
  let changedAt = performance.now();
  while (performance.now() - changedAt < PATIENCE_MS) {
    const counts = await own.counts();
    if (counts.pending + counts.running === 0) return;
    const now = JSON.stringify(counts);
    if (now !== before) changedAt = performance.now();
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function audit(): Promise<Audit> {
  const [done, dead] = [await listAll(inbox, "done"), await listAll(inbox, "dead")];
  const stored = { done: done.map(toStoredRow), dead: dead.map(toStoredRow), counts: await inbox.counts() };
  if (!hasTransactions) return stored;
  const tables = await openTables(config.at);
  const own = { ledger: await tables.ledger(), effects: await tables.effects() };
  await tables.close();
  return { ...stored, ...own };
}

function toStoredRow({ unsignedId, replay, reason }: InboxRow): StoredRow {
  return { id: unsignedId!, isReplay: replay, reason };
}
