// A process that handles deliveries until it is killed.
import { createInbox } from "@flaghook/inbox";
import { createHandler } from "../workload/handler.ts";
import { openJournal } from "../journal/journal.ts";
import { orders } from "../workload/deliveries.ts";
import { inboxOptions, type StoreConfig } from "../workload/store-config.ts";

const [configJson = "", log = ""] = process.argv.slice(2);
const config = JSON.parse(configJson) as StoreConfig;
const inbox = createInbox(inboxOptions(config));

inbox.handle(orders, createHandler(openJournal(log), config.hasTransactions === true));
await inbox.start();
