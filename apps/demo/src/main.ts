// The radar: `pnpm demo` serves until Ctrl-C, `pnpm demo --once` ends after the sample deliveries.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { formatTable } from "../../../tools/workspace/table.ts";
import { buildPage } from "./page/build-page.ts";
import { readPort } from "./port.ts";
import { openRadar, type Radar } from "./radar.ts";
import type { SentSample } from "./sample/send-samples.ts";
import { StartError } from "./start-error.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1"]);

/** Whoever guesses the token reads everything. */
const LEAST_TOKEN = 20;

const { values } = parseArgs({
  options: { once: { type: "boolean", default: false }, empty: { type: "boolean", default: false } },
});
const { env } = process;
const port = readPort(env["PORT"]);
if (env["RADAR_TOKEN"] && env["RADAR_TOKEN"].length < LEAST_TOKEN)
  fail(`RADAR_TOKEN is too short: make it ${LEAST_TOKEN} random characters or more, or leave it out.`);
if (port === undefined) fail("PORT is not a port: set it to a number from 0 to 65535, or leave it out.");

await (values.once ? runOnce() : serveUntilStopped(port, env["RADAR_HOST"] || "127.0.0.1"));

/** In a folder that goes afterwards: a check touches nobody's data. */
async function runOnce(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "flaghook-radar-"));
  // In files, whatever servers the environment names.
  const radar = await open(folder, console.error, { ...env, REDIS_URL: "", DATABASE_URL: "" });
  try {
    const sent = await radar.addSamples();
    printTable(sent);
    const unexpected = sent.filter((sample) => !sample.isAsExpected).length;
    console.log(
      unexpected === 0
        ? `All ${sent.length} deliveries ended as expected.`
        : `${unexpected} of ${sent.length} deliveries did NOT end as expected.`,
    );
    process.exitCode = unexpected === 0 ? 0 : 1;
  } finally {
    await radar.close();
    await rm(folder, { recursive: true });
  }
}

async function serveUntilStopped(wanted: number, host: string): Promise<void> {
  const folder = env["RADAR_DATA"] || join(import.meta.dirname, "../data");
  const radar = await open(folder, console.log, env);
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      isStopping = true;
      void radar.close().then(() => process.exit(0));
    });
  }
  // At once: the next start does not show them, whatever keeps this one from serving.
  printSecrets(radar);
  // Samples go on arriving while the page is built and opened: it is live.
  const samples = values.empty
    ? undefined
    : radar.addSamples().catch((error: unknown) => {
        if (!isStopping) throw error;
      });
  const files = await buildPage();
  const token =
    env["RADAR_TOKEN"] || (LOOPBACK.has(host) ? undefined : randomBytes(18).toString("base64url"));
  const listening = await radar
    .serve({ host, port: wanted, token, files })
    .catch((error: NodeJS.ErrnoException) => fail(portMessage(error, wanted)));
  printAddress({ host, port: listening, token });
  await samples;
  console.log(`Changes are in ${radar.changesPlace}, the inbox is in ${radar.engine.place}.`);
  console.log("Serving until Ctrl-C.");
}

/**
 * A secret in a form that its provider cannot have, or a server that is down, is for the person to
 * put right.
 */
function open(folder: string, log: (line: string) => void, environment: NodeJS.ProcessEnv): Promise<Radar> {
  return openRadar({ folder, environment, log, now: () => new Date() }).catch((error: unknown) => {
    if (error instanceof StartError) fail(error.message);
    if (error instanceof TypeError && /^\w+_WEBHOOK_SECRET: /.test(error.message)) fail(error.message);
    throw error;
  });
}

function printSecrets({ secrets }: Radar): void {
  console.log("Secrets of webhooks:");
  for (const { variable, secret, origin } of Object.values(secrets)) {
    if (origin === "generated") console.log(`  ${variable}=${secret[0]}  (generated; shown only now)`);
    else
      console.log(
        `  ${variable}  (${origin === "environment" ? "from the environment" : "kept from the first start"})`,
      );
  }
}

/** A token of the environment is not repeated: a container's log would keep it. */
function printAddress({
  host,
  port: listening,
  token,
}: {
  host: string;
  port: number;
  token: string | undefined;
}): void {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${listening}`;
  const query = token === undefined ? "" : `/?token=${env["RADAR_TOKEN"] ? "$RADAR_TOKEN" : token}`;
  console.log(`\nThe radar is at ${styleText("bold", `${url}${query}`)}`);
  console.log(`Point webhooks at ${url}/webhooks/<provider>, with the secrets above.`);
}

function portMessage(error: NodeJS.ErrnoException, wanted: number): string {
  return error.code === "EADDRINUSE"
    ? `Port ${wanted} is taken. Set PORT to another.`
    : `Cannot serve on port ${wanted}: ${error.message}.`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The recorded deliveries, and what went wrong elsewhere: the scripted hour is long. */
function printTable(sent: readonly SentSample[]): void {
  const header = ["provider", "delivery", "status", "result", "type or code", ""];
  const shown = sent.filter(({ isScripted, isAsExpected }) => !isScripted || !isAsExpected);
  const rows = shown.map(({ provider, name, actual, isAsExpected }) => {
    const isAccepted = actual.status < 300;
    const word = styleText(isAccepted ? "green" : "yellow", isAccepted ? "accepted" : "refused");
    const remark = isAsExpected ? "as expected" : "UNEXPECTED";
    return [provider, name, String(actual.status), word, actual.result, remark];
  });
  console.log(`\n${formatTable([header, ...rows])}\n`);
  console.log(`And ${sent.length - shown.length} deliveries of a scripted hour.`);
}
