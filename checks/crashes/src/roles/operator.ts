// A process that looks after the dead until it is killed: retries some, purges others, and says which.
import { createInbox } from "@flaghook/inbox";
import { listAll } from "../workload/list-all.ts";
import { openJournal } from "../journal/journal.ts";
import { inboxOptions, type StoreConfig } from "../workload/store-config.ts";

/** Leaves younger ones: their process may still be writing about them. */
const PURGED_FROM_AGE_MS = 500;
/** Retries in one look, about: the flood leaves many. */
const RETRIES = 5;
/** Keeps lines short. */
const IDS_IN_AN_ENTRY = 40;

const [configJson = "", log = ""] = process.argv.slice(2);
const write = openJournal(log);
const inbox = createInbox(inboxOptions(JSON.parse(configJson) as StoreConfig));
/** Rows retried once, by id of their delivery. A second retry must find nothing dead. */
const retried = new Map<string, string>();
let purges = 0;

async function lookAfter(): Promise<void> {
  const dead = await listDead();
  const share = Math.min(0.1, RETRIES / dead.size);
  for (const [id, row] of dead) {
    if (Math.random() < share) await retry(id, row);
  }
  const [again] = retried;
  if (again !== undefined && Math.random() < 0.5) {
    retried.delete(again[0]);
    await retry(...again);
  }
  if (Math.random() < 0.3) await purge();
}

async function retry(id: string, row: string): Promise<void> {
  write("retrying", id);
  const wasDead = await inbox.retry(row);
  write("retried", id, wasDead);
  if (wasDead) retried.set(id, row);
}

async function purge(): Promise<void> {
  const number = ++purges;
  const olderThan = new Date(Date.now() - PURGED_FROM_AGE_MS);
  const before = [...(await listDead()).keys()];
  writeIds("purging", number, before);
  const count = await inbox.purge({ olderThan });
  const after = await listDead();
  writeIds(
    "gone",
    number,
    before.filter((id) => !after.has(id)),
  );
  write("purged", number, count);
}

/** The dead deliveries: their ids, and those of their rows. */
async function listDead(): Promise<Map<string, string>> {
  const rows = await listAll(inbox, "dead");
  return new Map(rows.map(({ id, unsignedId }) => [unsignedId!, id]));
}

function writeIds(action: "purging" | "gone", number: number, ids: readonly string[]): void {
  for (let from = 0; from < ids.length; from += IDS_IN_AN_ENTRY) {
    write(action, number, ...ids.slice(from, from + IDS_IN_AN_ENTRY));
  }
}

for (;;) {
  await lookAfter().catch(() => {}); // the engine may be away
  await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
}
