// Builds the command line and does with it what users do, in a shell and in a terminal: it asks, shows, listens, completes.
// `pnpm check:cli [text …]` tries what has one of the texts in its name. Needs bash, and no network beyond loopback.
import { choose } from "../../../tools/workspace/choose.ts";
import { runOrThrow } from "../../../tools/workspace/run.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { createPlace } from "./place.ts";
import { scenarios } from "./scenarios.ts";

const wanted = choose(scenarios, process.argv.slice(2), ({ name }) => name);
const built = ["flaghook", "@flaghook/inbox-bullmq", "@flaghook/inbox-pg-boss"];
runOrThrow("turbo", ["run", "build", ...built.map((name) => `--filter=${name}...`)]);
const place = createPlace();
const rows = [["what a user does", "result"]];
for (const { name, run } of wanted) {
  try {
    rows.push([name, (await run(place)) ?? "ok"]);
  } catch (error) {
    rows.push([name, "FAULT"]);
    console.error(`\n${name}: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
console.log(formatTable(rows));
