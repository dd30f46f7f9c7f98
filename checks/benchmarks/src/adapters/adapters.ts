import { fork } from "node:child_process";
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

const PAIRS = [
  ["fetch", "bare fetch"],
  ["node", "bare node"],
  ["express", "bare express"],
  ["verify by hand", "bare node"],
  ["octokit", "bare node"],
  ["node", "verify by hand"],
  ["node", "octokit"],
] as const;

/**
 * Prints the requests per second through the adapters with github.verify, as ratios to a bare
 * handler of the same framework that only reads the body, and to the middleware of
 * @octokit/webhooks.
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
  const rows = [["server", "against", "requests/s", "against's", "ratio (median)", "quartiles"]];
  for (const [name, against] of PAIRS) {
    const [measured, reference] = [pools.get(name)!, pools.get(against)!];
    rows.push([name, against, ...(await compare(measured, reference, delivery, rounds))]);
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
  measured: Pool,
  reference: Pool,
  delivery: Delivery,
  rounds: number,
): Promise<readonly string[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const own = await requestsPerSecond(measured, delivery, REQUESTS, CONNECTIONS);
    const other = await requestsPerSecond(reference, delivery, REQUESTS, CONNECTIONS);
    if (round < 0) continue;
    ours.push(own);
    theirs.push(other);
  }
  const ratios = ours.map((one, round) => one / theirs[round]!);
  return [
    median(ours).toFixed(0),
    median(theirs).toFixed(0),
    median(ratios).toFixed(2),
    `${percentile(ratios, 0.25).toFixed(2)} to ${percentile(ratios, 0.75).toFixed(2)}`,
  ];
}
