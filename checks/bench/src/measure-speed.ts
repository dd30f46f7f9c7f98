// A process of its own: measures one group of contests and writes the ratios as JSON.
import { durationRatio } from "./contest.ts";
import { groups } from "./contests.ts";

const [group, rounds] = process.argv.slice(2) as [string, string];

const ratios: Record<string, number> = {};
for (const contest of groups[group]!()) {
  ratios[contest.name] = await durationRatio(contest, Number(rounds));
}
process.stdout.write(JSON.stringify(ratios));
