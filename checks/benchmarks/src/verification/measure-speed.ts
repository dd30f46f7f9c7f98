// A process of its own: measures one group of contests and writes the ratios as JSON.
import { durationRatio } from "./contest.ts";
import { groups } from "./contests.ts";

const [group, rounds, match] = process.argv.slice(2) as [string, string, string];

const ratios: Record<string, number> = {};
for (const contest of groups[group]!().filter(({ name }) => name.includes(match))) {
  ratios[contest.name] = await durationRatio(contest, Number(rounds));
}
process.stdout.write(JSON.stringify(ratios));
