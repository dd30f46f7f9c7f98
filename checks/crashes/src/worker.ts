// A process that handles deliveries until it is killed.
import { createInbox } from "@flaghook/inbox";
import { effectful } from "./handler.ts";
import { notesIn } from "./notes.ts";
import { parcels } from "./parcels.ts";
import { inboxOptions, type Place } from "./stores.ts";

const [placeJson = "", log = ""] = process.argv.slice(2);
const place = JSON.parse(placeJson) as Place;
const inbox = createInbox(inboxOptions(place));

inbox.handle(parcels, effectful(notesIn(log), place.hasTransactions === true));
await inbox.start();
