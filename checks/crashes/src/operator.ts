// A process that looks after the dead until it is killed: it retries some of them and purges others, and tells which.
import { createInbox } from "@flaghook/inbox";
import { listAll } from "./list-all.ts";
import { notesIn } from "./notes.ts";
import { inboxOptions, type Place } from "./stores.ts";

/** Younger ones are left: whoever wrote them down may still be at it. */
const PURGED_FROM_AGE = 500;
/** What is told about at a time: a line stays short. */
const IDS_IN_A_NOTE = 40;

const [placeJson = "", log = ""] = process.argv.slice(2);
const tell = notesIn(log);
const inbox = createInbox(inboxOptions(JSON.parse(placeJson) as Place));
/** Rows that were retried once, by id of their delivery. A second retry must find nothing dead. */
const retried = new Map<string, string>();
let purges = 0;

async function lookAfter(): Promise<void> {
  for (const [id, row] of await listDead()) {
    if (Math.random() < 0.1) await retry(id, row);
  }
  const [again] = retried;
  if (again !== undefined && Math.random() < 0.5) {
    retried.delete(again[0]);
    await retry(...again);
  }
  if (Math.random() < 0.3) await purge();
}

async function retry(id: string, row: string): Promise<void> {
  tell("retrying", id);
  const wasDead = await inbox.retry(row);
  tell("retried", id, wasDead);
  if (wasDead) retried.set(id, row);
}

async function purge(): Promise<void> {
  const number = ++purges;
  const olderThan = new Date(Date.now() - PURGED_FROM_AGE);
  const before = [...(await listDead()).keys()];
  tellIds("purging", number, before);
  const count = await inbox.purge({ olderThan });
  const after = await listDead();
  tellIds(
    "gone",
    number,
    before.filter((id) => !after.has(id)),
  );
  tell("purged", number, count);
}

/** Ids of the dead deliveries, and of their rows. */
async function listDead(): Promise<Map<string, string>> {
  const rows = await listAll(inbox, "dead");
  return new Map(rows.map(({ id, unsignedId }) => [unsignedId!, id]));
}

function tellIds(what: "purging" | "gone", number: number, ids: readonly string[]): void {
  for (let from = 0; from < ids.length; from += IDS_IN_A_NOTE) {
    tell(what, number, ...ids.slice(from, from + IDS_IN_A_NOTE));
  }
}

for (;;) {
  await lookAfter().catch(() => {}); // the engine may be away
  await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
}
