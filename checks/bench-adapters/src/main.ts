// Requests per second through the adapters with github.verify, as ratios to a bare handler of the same framework that only
// reads the body, and to the middleware of @octokit/webhooks. Run after a build: node checks/bench-adapters/src/main.ts [rounds]
//
// Both servers of a pair run in one child process, and take turns: what the machine does besides hits both alike. A ratio
// is the median over the rounds.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { github } from "@flaghook/github";
import { Pool } from "undici";
import { formatTable } from "../../../tools/table.ts";
import { requestsPerSecond } from "./load.ts";
import { median, quartiles } from "./statistics.ts";

const SECRET = "bench-secret";
const CONNECTIONS = 10;
const REQUESTS = 200;
const WARM_UP_ROUNDS = 30; // the compilers of both processes are done by then
const rounds = Number(process.argv[2] ?? 200);

const payload = readFileSync(join(import.meta.dirname, "../fixtures/push.json"), "utf8");
const delivery = {
  headers: { ...github.sign(payload, { secret: SECRET, name: "push" }) },
  body: Buffer.from(payload),
};

const server = fork(join(import.meta.dirname, "serve.ts"), [SECRET]);
const [ports] = (await once(server, "message")) as [Record<string, number>];
const pools = new Map(
  Object.entries(ports).map(([name, port]) => [
    name,
    new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS }),
  ]),
);

const pairs = [
  ["fetch", "bare fetch"],
  ["node", "bare node"],
  ["express", "bare express"],
  ["verify by hand", "bare node"],
  ["octokit", "bare node"],
  ["node", "verify by hand"],
  ["node", "octokit"],
] as const;

const rows = [["server", "against", "requests/s", "against's", "ratio (median)", "quartiles"]];
for (const pair of pairs) rows.push([...pair, ...(await compare(pair[0], pair[1]))]);

for (const pool of pools.values()) await pool.close();
server.kill();
console.log(
  `push event of ${delivery.body.byteLength} bytes, ${CONNECTIONS} connections, ${rounds} rounds of ${REQUESTS} requests each, Node ${process.versions.node}`,
);
console.log(`\n${formatTable(rows)}`);

async function compare(name: string, against: string): Promise<string[]> {
  const [measured, reference] = [pools.get(name)!, pools.get(against)!];
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    await requestsPerSecond(measured, delivery, REQUESTS, CONNECTIONS);
    await requestsPerSecond(reference, delivery, REQUESTS, CONNECTIONS);
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await requestsPerSecond(measured, delivery, REQUESTS, CONNECTIONS));
    theirs.push(await requestsPerSecond(reference, delivery, REQUESTS, CONNECTIONS));
  }
  const ratios = ours.map((one, round) => one / theirs[round]!);
  const [low, high] = quartiles(ratios);
  return [
    median(ours).toFixed(0),
    median(theirs).toFixed(0),
    median(ratios).toFixed(2),
    `${low.toFixed(2)} to ${high.toFixed(2)}`,
  ];
}
