// A process that handles deliveries until it is killed. Each handled one is a line in a file: the effect in the outside world.
import { appendFileSync } from "node:fs";
import { createInbox, LeaseLost } from "@flaghook/inbox";
import { isPoison, parcels } from "./provider.ts";
import { inboxOptions, type Place } from "./stores.ts";

const [placeJson = "", log = ""] = process.argv.slice(2);
const inbox = createInbox(inboxOptions(JSON.parse(placeJson) as Place));

inbox.handle(parcels, async (event, { attempt, signal }) => {
  signal.addEventListener("abort", () => {
    if (signal.reason instanceof LeaseLost) note("lost", event.id, attempt);
  });
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  if (isPoison(event.id ?? "")) throw new Error("poison");
  if (Math.random() < 0.05) throw new Error("a fault that passes");
  note("handled", event.id, attempt);
});

function note(what: string, id: string | undefined, attempt: number): void {
  appendFileSync(log, `${what} ${id} ${attempt} ${process.pid}\n`);
}

await inbox.start();
