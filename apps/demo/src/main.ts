// The demo: `pnpm demo` serves until Ctrl-C, `pnpm demo --once` ends after the recorded deliveries.
import { parseArgs, styleText } from "node:util";
import { serve } from "@hono/node-server";
import { getBorderCharacters, table } from "table";
import { replayAll, type Replayed } from "./replay.ts";
import { readSecrets, type ConfiguredSecret } from "./secrets.ts";
import { createServer } from "./server.ts";

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });
const secrets = readSecrets(process.env);
let isReplaying = true;
let lastOutcome = "";

const app = createServer(secrets, (provider, outcome) => {
  lastOutcome = outcome;
  if (!isReplaying) console.log(`${provider}: ${outcome}`);
});

// With --once any free port will do: nobody else is to find it.
const port = values.once ? 0 : Number(process.env["PORT"] ?? 3000);
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, ({ port: chosen }) => {
  void main(`http://127.0.0.1:${chosen}`);
});
server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken. Set PORT to another.` : error);
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => server.close(() => process.exit(0)));

async function main(address: string): Promise<void> {
  printSecrets(secrets);
  const replayed = await replayAll(address, secrets, () => lastOutcome);
  isReplaying = false;
  printTable(replayed);
  const unexpected = replayed.filter((delivery) => !delivery.isAsExpected).length;
  console.log(
    unexpected === 0
      ? `All ${replayed.length} deliveries ended as expected.`
      : `${unexpected} of ${replayed.length} deliveries did NOT end as expected.`,
  );
  if (values.once) {
    process.exitCode = unexpected === 0 ? 0 : 1;
    server.close();
    return;
  }
  console.log(`Serving on ${address}/webhooks/<provider>. Stop with Ctrl-C.`);
}

function printSecrets(configured: Readonly<Record<string, ConfiguredSecret>>): void {
  for (const { variable, secret, isDefault } of Object.values(configured)) {
    if (isDefault)
      console.log(`${variable} is not set: using the published ${secret.join(", ")}. For development only.`);
    else console.log(`${variable} is set: the recorded deliveries of this provider are left out.`);
  }
}

function printTable(replayed: readonly Replayed[]): void {
  const header = ["provider", "delivery", "status", "verdict", "type or code", ""];
  const rows = replayed.map(({ provider, name, actual, isAsExpected }) => {
    const isAccepted = actual.status < 300;
    const verdict = styleText(isAccepted ? "green" : "yellow", isAccepted ? "accepted" : "refused");
    return [
      provider,
      name,
      String(actual.status),
      verdict,
      actual.outcome,
      isAsExpected ? "as expected" : "UNEXPECTED",
    ];
  });
  console.log(
    table([header, ...rows], {
      border: getBorderCharacters("norc"),
      drawHorizontalLine: (index, count) => index < 2 || index === count,
    }),
  );
}
