// A process that accepts deliveries until it is killed, and says what it sends and what it was answered.
import { createInbox } from "@flaghook/inbox";
import { openJournal } from "../journal/journal.ts";
import { isPoison, replayOf, sharedName } from "../workload/ids.ts";
import { sendInTransaction, sendUntilAnswered } from "../workload/send.ts";
import { inboxOptions, type StoreConfig } from "../workload/store-config.ts";
import { openTables, type Tables } from "../workload/tables.ts";

const SENDERS = 8;
/** How many of its last names are sent again. */
const REMEMBERED = 200;

const [configJson = "", log = "", writer = ""] = process.argv.slice(2);
const config = JSON.parse(configJson) as StoreConfig;
const write = openJournal(log);
const inbox = createInbox(inboxOptions(config));
const tables = config.hasTransactions === true ? await openTables(config.at) : undefined;
/** Acknowledged names. */
const recent: string[] = [];
let next = 0;

/** Mostly a new one; now and then one that was sent before, or that the other writer is sending too. */
function chooseId(): string {
  const chance = Math.random();
  const known = recent[Math.floor(Math.random() * recent.length)];
  if (chance < 0.1) return sharedName();
  // Two replays of the same bytes at the same time: one is the first.
  if (chance < 0.13) return replayOf(sharedName(), newName());
  if (chance < 0.18 && known !== undefined) return replayOf(known, newName());
  if (chance < 0.24 && known !== undefined) return known;
  return newName();
}

function newName(): string {
  return `${writer}-${next++}`;
}

async function send(): Promise<never> {
  for (;;) {
    const id = chooseId();
    if (tables !== undefined && Math.random() < 0.5) {
      await sendInside(tables, id);
      continue;
    }
    await sendUntilAnswered(inbox, id, write);
    if (isOwn(id)) remember(id);
  }
}

/** Rolls back now and then; the delivery then comes again or never. */
async function sendInside(own: Tables, id: string): Promise<void> {
  if (Math.random() < 0.2) {
    await sendInTransaction(inbox, own, id, "rollback", write);
    if (Math.random() < 0.5) return;
  }
  await sendInTransaction(inbox, own, id, "commit", write);
}

function isOwn(id: string): boolean {
  return id.startsWith(`${writer}-`) && !id.includes("~") && !isPoison(id);
}

function remember(name: string): void {
  recent.push(name);
  if (recent.length > REMEMBERED) recent.shift();
}

await Promise.all(Array.from({ length: SENDERS }, send));
