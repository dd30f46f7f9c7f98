// A process that accepts deliveries until it is killed. It tells what it is about to send and what was answered.
import { createInbox } from "@flaghook/inbox";
import { notesIn } from "./notes.ts";
import { isPoison, replayOf, sharedName } from "./ids.ts";
import { sendInTransaction, sendUntilAnswered } from "./send.ts";
import { inboxOptions, type Place } from "./stores.ts";
import { openTables, type Tables } from "./transactions.ts";

const SENDERS = 8;
/** How many of its last names are sent again. */
const REMEMBERED = 200;

const [placeJson = "", log = "", writer = ""] = process.argv.slice(2);
const place = JSON.parse(placeJson) as Place;
const tell = notesIn(log);
const inbox = createInbox(inboxOptions(place));
const tables = place.hasTransactions === true ? await openTables(place.at) : undefined;
/** Acknowledged names. */
const recent: string[] = [];
let next = 0;

/**
 * Mostly something new, now and then what was sent before, or what the other writer is sending too.
 */
function chooseId(): string {
  const chance = Math.random();
  const known = recent[Math.floor(Math.random() * recent.length)];
  if (chance < 0.1) return sharedName();
  // Two of them at the same time, and one is the first.
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
    await sendUntilAnswered(inbox, id, tell);
    if (isOwn(id)) remember(id);
  }
}

/** Now and then it is rolled back, and then comes again or never. */
async function sendInside(own: Tables, id: string): Promise<void> {
  if (Math.random() < 0.2) {
    await sendInTransaction(inbox, own, id, "rollback", tell);
    if (Math.random() < 0.5) return;
  }
  await sendInTransaction(inbox, own, id, "commit", tell);
}

function isOwn(id: string): boolean {
  return id.startsWith(`${writer}-`) && !id.includes("~") && !isPoison(id);
}

function remember(name: string): void {
  recent.push(name);
  if (recent.length > REMEMBERED) recent.shift();
}

await Promise.all(Array.from({ length: SENDERS }, send));
