// Started by main.ts with the built sender: runs it against each adapter and balances what was sent and what was accepted.
import type { WebhookOptions } from "@flaghook/adapters";
import { goff, type GoffEvent } from "@flaghook/goff";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { formatTable } from "../../../tools/workspace/table.ts";
import { eventKeys, faultsOf, newPage, type Page } from "./book.ts";
import { starters, type Addressed } from "./servers.ts";

const SECRET = "goff-secret";
const BATCH = 100_000;

const ON_PURPOSE = new Error("failed on purpose");

const rows: string[][] = [
  ["adapter", "scenario", "deliveries", "accepted", "events", "distinct", "largest", "result"],
];
const total = { deliveries: 0, accepted: 0, faults: 0 };

for (const [adapter, start] of Object.entries(starters)) {
  const pages = new Map<string, Page>();
  const server = await start(bookkeeping(pages));
  const sent = await send(server.origin);
  await server.close();
  for (const { scenario, events } of sent) {
    addRow(adapter, scenario, pages.get(scenario) ?? newPage(), events);
    pages.delete(scenario);
  }
  for (const [scenario, page] of pages) addRow(adapter, scenario, page, 0); // what nobody says to have sent
}

console.log(`${formatTable(rows)}\n`);
console.log(
  `interop: ${total.deliveries} deliveries of GO Feature Flag sent, ${total.accepted} accepted, ${total.faults} faults`,
);
process.exitCode = total.faults === 0 ? 0 : 1;

/** A webhook that writes down what it accepts, by the path it was sent to. */
function bookkeeping(pages: Map<string, Page>): WebhookOptions<GoffEvent, Addressed> {
  const pageOf = ({ url }: Addressed): Page => {
    const scenario = url?.slice(1) ?? "";
    const page = pages.get(scenario) ?? newPage();
    pages.set(scenario, page);
    return page;
  };
  return {
    provider: goff,
    secret: SECRET,
    onEvent(event, { request, body }) {
      const page = pageOf(request);
      if (event.type === "unknown") throw new Error("unknown event");
      const text = new TextDecoder().decode(body);
      const differsReserialised = JSON.stringify(JSON.parse(text)) !== text;
      const seen = { event, byteLength: body.byteLength, differsReserialised };
      // The first lot of this scenario fails until newer events have joined it.
      if (request.url === "/resend" && event.type === "export" && event.payload.events.length < 3) {
        page.failedOnPurpose.push(seen);
        throw ON_PURPOSE;
      }
      page.accepted.push(seen);
    },
    onError(error, { delivery }) {
      if (error !== ON_PURPOSE) pageOf(delivery?.request ?? { url: "/?" }).errors.push(String(error));
    },
  };
}

async function send(origin: string): Promise<readonly { scenario: string; events: number }[]> {
  const env = { ...process.env, HOOK: origin, SECRET, BATCH: String(BATCH) };
  const { stdout } = await promisify(execFile)(process.argv[2]!, { env });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { scenario: string; events: number });
}

function addRow(adapter: string, scenario: string, page: Page, sentEvents: number): void {
  const faults = faultsOf(scenario, page, sentEvents);
  const deliveries = page.accepted.length + page.failedOnPurpose.length + page.errors.length;
  const keys = eventKeys(page);
  total.deliveries += deliveries;
  total.accepted += page.accepted.length;
  total.faults += faults.length;
  rows.push([
    adapter,
    scenario,
    String(deliveries),
    String(page.accepted.length),
    scenario === "notify" ? "-" : String(keys.length),
    scenario === "notify" ? "-" : String(new Set(keys).size),
    `${Math.max(0, ...page.accepted.map(({ byteLength }) => byteLength))} B`,
    faults.length === 0 ? "ok" : faults.join("; "),
  ]);
}
