// The demo: `pnpm demo` serves until Ctrl-C, `pnpm demo --once` ends after the recorded deliveries.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parseArgs, styleText } from "node:util";
import { serve } from "@hono/node-server";
import { formatTable } from "../../../tools/workspace/table.ts";
import { readPort } from "./port.ts";
import { replayAll, type Replayed } from "./replay.ts";
import { readSecrets, type ConfiguredSecret } from "./secrets.ts";
import { createServer } from "./server.ts";

const HOST = "127.0.0.1";

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });
const port = readPort(process.env["PORT"]);
if (port === undefined) fail("PORT is not a port: set it to a number from 0 to 65535, or leave it out.");

const secrets = readSecrets(process.env);
printSecrets(secrets);
const results = await replay();
printTable(results);
const unexpected = results.filter((delivery) => !delivery.isAsExpected).length;
console.log(
  unexpected === 0
    ? `All ${results.length} deliveries ended as expected.`
    : `${unexpected} of ${results.length} deliveries did NOT end as expected.`,
);
if (values.once) process.exitCode = unexpected === 0 ? 0 : 1;
else serveUntilStopped(port);

/**
 * On a server and a port of its own, which nobody else finds: what others send cannot mix with it.
 */
async function replay(): Promise<readonly Replayed[]> {
  const server = serve({ fetch: createServer(secrets).fetch, port: 0, hostname: HOST });
  await once(server, "listening");
  try {
    return await replayAll(`http://${HOST}:${(server.address() as AddressInfo).port}`, secrets);
  } finally {
    server.close();
  }
}

function serveUntilStopped(wanted: number): void {
  const app = createServer(secrets, (provider, result) => console.log(`${provider}: ${result}`));
  const server = serve({ fetch: app.fetch, port: wanted, hostname: HOST }, (address) =>
    console.log(`Serving on http://${HOST}:${address.port}/webhooks/<provider>. Stop with Ctrl-C.`),
  );
  server.on("error", (error: NodeJS.ErrnoException) =>
    fail(
      error.code === "EADDRINUSE"
        ? `Port ${wanted} is taken. Set PORT to another.`
        : `Cannot serve on port ${wanted}: ${error.message}.`,
    ),
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => server.close(() => process.exit(0)));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function printSecrets(configured: Readonly<Record<string, ConfiguredSecret>>): void {
  for (const { variable, secret, isDefault } of Object.values(configured)) {
    if (isDefault)
      console.log(`${variable} is not set: using the published ${secret.join(", ")}. For development only.`);
    else console.log(`${variable} is set: the recorded deliveries of this provider are left out.`);
  }
}

function printTable(replayed: readonly Replayed[]): void {
  const header = ["provider", "delivery", "status", "result", "type or code", ""];
  const rows = replayed.map(({ provider, name, actual, isAsExpected }) => {
    const isAccepted = actual.status < 300;
    const word = styleText(isAccepted ? "green" : "yellow", isAccepted ? "accepted" : "refused");
    return [
      provider,
      name,
      String(actual.status),
      word,
      actual.result,
      isAsExpected ? "as expected" : "UNEXPECTED",
    ];
  });
  console.log(`\n${formatTable([header, ...rows])}\n`);
}
