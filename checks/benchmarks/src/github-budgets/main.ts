// Prints what @flaghook/github costs, each figure beside its budget. Ends with 1 when a budget is over that holds on every
// machine; figures in milliseconds fail nothing. Needs the packages built: `pnpm check:benchmarks` sees to it.
import { sign } from "@flaghook/github";
import { formatTable } from "../../../../tools/workspace/table.ts";
import { FIXED, TIMED, type Budget } from "./budgets.ts";
import { isBuilt, measure } from "./fixed.ts";
import { measureOctokit } from "./octokit.ts";
import { freshMilliseconds, ratioToBare } from "./timed.ts";

if (!isBuilt) throw new Error("Build the packages first: pnpm build.");

const octokit = await measureOctokit();
const rows: string[][] = [["what", "unit", "@flaghook/github", "budget", "@octokit/webhooks 14", ""]];

for (const [name, budget] of Object.entries(FIXED)) {
  const measured = await measure[name as keyof typeof FIXED]();
  rows.push(row(budget, measured, octokit[name]));
  if (measured > budget.most) process.exitCode = 1;
}
const body = '{"zen":"z","hook_id":1,"hook":{"id":1,"name":"web"}}';
const delivery = JSON.stringify({ headers: sign(body, { secret: "s", name: "ping" }), body });
const before = `import { verify } from "@flaghook/github"; const delivery = ${delivery}`;
rows.push(row(TIMED.import, freshMilliseconds(`await import("@flaghook/github")`), octokit["import"]));
// Nothing that verifies with node:crypto can be under its first HMAC. Node's HTTP server has loaded it before, from Node 26 on.
const hmac = `process.getBuiltinModule("node:crypto").createHmac("sha256", "s").update("{}").digest()`;
const first = `verify(delivery, { secret: "s" })`;
const serving = `import "node:http"; ${before}`;
const bare = freshMilliseconds(hmac);
rows.push(row(TIMED.first, freshMilliseconds(first, before) - bare, undefined));
rows.push(
  row(TIMED.firstServing, freshMilliseconds(first, serving) - freshMilliseconds(hmac, serving), undefined),
);
rows.push(row(TIMED.push, ratioToBare("push"), undefined));
rows.push(row(TIMED.pullRequest, ratioToBare("pull_request"), undefined));

console.log(`Node ${process.version}. Times depend on the machine; the rest does not.\n`);
console.log(formatTable(rows));

console.log(`\nThe first HMAC in a process, and nothing else: ${bare.toFixed(2)} ms.`);

function row({ what, unit, most }: Budget, ours: number, theirs: number | undefined): string[] {
  return [what, unit, write(unit, ours), `<= ${most}`, write(unit, theirs), ours <= most ? "met" : "OVER"];
}

function write(unit: Budget["unit"], value: number | undefined): string {
  if (value === undefined) return "";
  return unit === "instantiations" || unit === "KB" ? String(Math.round(value)) : value.toFixed(2);
}
