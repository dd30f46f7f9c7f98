import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { github } from "@flaghook/github";
import { Pool } from "undici";
import { formatTable } from "../../../../tools/workspace/table.ts";
import { median, percentile } from "../percentile.ts";
import { requestsPerSecond, type Delivery } from "./load.ts";

const SECRET = "bench-secret";
const CONNECTIONS = 10;
const REQUESTS = 200;
const WARM_UP_ROUNDS = 30; // the compilers of both processes are done by then

/** Each with what it is beside, and the target of the ratio where there is one. */
const PAIRS: readonly (readonly [string, string, number?])[] = [
  ["node", "bare node"],
  ["express", "bare express"],
  ["fastify", "bare fastify"],
  ["koa", "bare koa"],
  ["hono", "bare hono"],
  ["fetch", "bare fetch"],
  ["verify by hand", "bare node"],
  ["octokit", "bare node"],
  ["node", "verify by hand"],
  ["node", "octokit", 0.95],
  ["node", "octokit and a digest", 1],
];

/**
 * Prints what a request costs the server, in CPU time, through the adapters with github.verify:
 * beside a bare handler of the same framework that hashes and parses the body, and beside the
 * middleware of `@octokit/webhooks`. Ratios are of requests: above 1 is cheaper than the other.
 *
 * Both servers of a pair run in one process beside this one, and take turns: what the machine does
 * besides hits both alike. A ratio is the median over the rounds.
 */
export async function benchAdapters(rounds: number): Promise<void> {
  const delivery = pushDelivery();
  const server = fork(join(import.meta.dirname, "serve.ts"), [SECRET]);
  const [ports] = (await once(server, "message")) as [Record<string, number>];
  const pools = new Map(
    Object.entries(ports).map(([name, port]) => [
      name,
      new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS }),
    ]),
  );
  const rows = [
    ["server", "against", "CPU us", "against's", "ratio (median)", "quartiles", "requests/s", "target"],
  ];
  for (const [name, against, target] of PAIRS) {
    const [measured, reference] = [pools.get(name)!, pools.get(against)!];
    rows.push([
      name,
      against,
      ...(await compare(server, measured, reference, delivery, rounds)),
      target === undefined ? "" : `>= ${target.toFixed(2)}`,
    ]);
  }
  for (const pool of pools.values()) await pool.close();
  server.kill();
  console.log(
    `\nAdapters: a push event of ${delivery.body.byteLength} bytes, ${CONNECTIONS} connections, ${rounds} rounds of ${REQUESTS} requests each`,
  );
  console.log(formatTable(rows));
}

function pushDelivery(): Delivery {
  const payload = readFileSync(join(import.meta.dirname, "../../fixtures/push.json"), "utf8");
  return {
    headers: { ...github.sign(payload, { secret: SECRET, name: "push" }) },
    body: Buffer.from(payload),
  };
}

async function compare(
  server: ChildProcess,
  measured: Pool,
  reference: Pool,
  delivery: Delivery,
  rounds: number,
): Promise<readonly string[]> {
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const own = await measureRound(server, measured, delivery);
    const other = await measureRound(server, reference, delivery);
    if (round < 0) continue;
    ours.push(own);
    theirs.push(other);
  }
  const ratios = ours.map(({ cpuUs }, round) => theirs[round]!.cpuUs / cpuUs);
  return [
    median(ours.map(({ cpuUs }) => cpuUs)).toFixed(1),
    median(theirs.map(({ cpuUs }) => cpuUs)).toFixed(1),
    median(ratios).toFixed(2),
    `${percentile(ratios, 0.25).toFixed(2)} to ${percentile(ratios, 0.75).toFixed(2)}`,
    median(ours.map(({ perSecond }) => perSecond)).toFixed(0),
  ];
}

interface Round {
  /** CPU time of the server for one request, user and system. */
  readonly cpuUs: number;
  readonly perSecond: number;
}

async function measureRound(server: ChildProcess, pool: Pool, delivery: Delivery): Promise<Round> {
  const before = await cpuUsageOf(server);
  const perSecond = await requestsPerSecond(pool, delivery, REQUESTS, CONNECTIONS);
  return { cpuUs: ((await cpuUsageOf(server)) - before) / REQUESTS, perSecond };
}

async function cpuUsageOf(server: ChildProcess): Promise<number> {
  const received = once(server, "message") as Promise<[NodeJS.CpuUsage]>;
  server.send("cpu");
  const [{ user, system }] = await received;
  return user + system;
}
