// Started by main.ts with the built sender: runs it against each adapter and balances what was sent and what was accepted.
import type { WebhookOptions } from "@flaghook/adapters";
import { goff, type GoffEvent } from "@flaghook/goff";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { formatTable } from "../../../tools/workspace/table.ts";
import { eventKeys, faultsOf, createObserved, type Observed } from "./observed.ts";
import { starters, type Addressed } from "./servers.ts";

const SECRET = "goff-secret";
const BATCH = 100_000;

const ON_PURPOSE = new Error("failed on purpose");

const rows: string[][] = [
  ["adapter", "scenario", "deliveries", "accepted", "events", "distinct", "largest", "result"],
];
const total = { deliveries: 0, accepted: 0, faults: 0 };

for (const [adapter, start] of Object.entries(starters)) {
  const observed = new Map<string, Observed>();
  const server = await start(observing(observed));
  const sent = await send(server.origin);
  await server.close();
  for (const { scenario, events } of sent) {
    addRow(adapter, scenario, observed.get(scenario) ?? createObserved(), events);
    observed.delete(scenario);
  }
  for (const [scenario, inScenario] of observed) addRow(adapter, scenario, inScenario, 0); // what nobody says to have sent
}

console.log(`${formatTable(rows)}\n`);
console.log(
  `interop: ${total.deliveries} deliveries of GO Feature Flag sent, ${total.accepted} accepted, ${total.faults} faults`,
);
process.exitCode = total.faults === 0 ? 0 : 1;

/** A webhook that writes down what it accepts, by the path it was sent to. */
function observing(observed: Map<string, Observed>): WebhookOptions<GoffEvent, Addressed> {
  const observedAt = ({ url }: Addressed): Observed => {
    const scenario = url?.slice(1) ?? "";
    const inScenario = observed.get(scenario) ?? createObserved();
    observed.set(scenario, inScenario);
    return inScenario;
  };
  return {
    provider: goff,
    secret: SECRET,
    onEvent(event, { request, body }) {
      const inScenario = observedAt(request);
      if (event.type === "unknown") throw new Error("unknown event");
      const text = new TextDecoder().decode(body);
      const differsReserialised = JSON.stringify(JSON.parse(text)) !== text;
      const seen = { event, byteLength: body.byteLength, differsReserialised };
      // The first lot of this scenario fails until newer events have joined it.
      if (request.url === "/resend" && event.type === "export" && event.payload.events.length < 3) {
        inScenario.failedOnPurpose.push(seen);
        throw ON_PURPOSE;
      }
      inScenario.accepted.push(seen);
    },
    onError(error, { delivery }) {
      if (error !== ON_PURPOSE) observedAt(delivery?.request ?? { url: "/?" }).errors.push(String(error));
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

function addRow(adapter: string, scenario: string, inScenario: Observed, sentEvents: number): void {
  const faults = faultsOf(scenario, inScenario, sentEvents);
  const deliveries =
    inScenario.accepted.length + inScenario.failedOnPurpose.length + inScenario.errors.length;
  const keys = eventKeys(inScenario);
  total.deliveries += deliveries;
  total.accepted += inScenario.accepted.length;
  total.faults += faults.length;
  rows.push([
    adapter,
    scenario,
    String(deliveries),
    String(inScenario.accepted.length),
    scenario === "notify" ? "-" : String(keys.length),
    scenario === "notify" ? "-" : String(new Set(keys).size),
    `${Math.max(0, ...inScenario.accepted.map(({ byteLength }) => byteLength))} B`,
    faults.length === 0 ? "ok" : faults.join("; "),
  ]);
}
