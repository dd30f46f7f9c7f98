// Ends a run: sends again what was never acknowledged, lets everything be handled, and writes down what is stored.
import { writeFileSync } from "node:fs";
import { createInbox, type Inbox, type InboxRow } from "@flaghook/inbox";
import type { Audit, StoredRow } from "./books/audit.ts";
import { effectful } from "./handler.ts";
import { listAll } from "./list-all.ts";
import { notesIn, readNotes, type Note } from "./notes.ts";
import { parcels } from "./parcels.ts";
import { sendUntilAnswered } from "./send.ts";
import { inboxOptions, type Place } from "./stores.ts";
import { openTables } from "./transactions.ts";

const PATIENCE = 60_000;

const [placeJson = "", log = "", result = ""] = process.argv.slice(2);
const place = JSON.parse(placeJson) as Place;
const hasTransactions = place.hasTransactions === true;
const tell = notesIn(log);
const inbox = createInbox({ ...inboxOptions(place), concurrency: 32 });

await sendAgain();
inbox.handle(parcels, effectful(tell, hasTransactions));
await inbox.start();
await untilAllEnded(inbox);
writeFileSync(result, JSON.stringify(await audit()));
await inbox.stop();

async function sendAgain(): Promise<void> {
  const ids = unacknowledged(readNotes(log));
  await Promise.all(ids.map((id) => sendUntilAnswered(inbox, id, tell)));
}

/**
 * What was sent in a transaction comes only once: the books tell whether all of it was kept, or
 * nothing.
 */
function unacknowledged(notes: readonly Note[]): string[] {
  const ids = new Set<string>();
  for (const { what, words } of notes) {
    const [id = "", how] = words;
    if (what === "sending" && how === "alone") ids.add(id);
  }
  for (const { what, words } of notes) if (what === "answered") ids.delete(words[0]!);
  return [...ids];
}

/** Or until nothing has changed for so long that nothing will: the books then show what is left. */
async function untilAllEnded(own: Inbox): Promise<void> {
  let before = "";
  let changedAt = performance.now();
  while (performance.now() - changedAt < PATIENCE) {
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
  const books = { done: done.map(toStoredRow), dead: dead.map(toStoredRow), counts: await inbox.counts() };
  if (!hasTransactions) return books;
  const tables = await openTables(place.at);
  const own = { ledger: await tables.ledger(), effects: await tables.effects() };
  await tables.close();
  return { ...books, ...own };
}

function toStoredRow({ unsignedId, replay, reason }: InboxRow): StoredRow {
  return { id: unsignedId!, isReplay: replay, reason };
}
