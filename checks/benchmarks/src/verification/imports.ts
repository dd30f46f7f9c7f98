import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { budgets } from "./budgets.ts";
import { median } from "../percentile.ts";
import { builtEntry, ids } from "./ids.ts";
import { measure } from "../processes.ts";
import { limited, type Row } from "../figures.ts";

const PROCESSES = 31;

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;

/** What importing takes over importing an empty module, each time in a fresh process. */
export function importRows(node: string, temporary: string): readonly Row[] {
  const empty = join(temporary, "empty.mjs");
  writeFileSync(empty, "export {};\n");

  const over = (specifier: string): number => {
    const differences: number[] = [];
    for (let round = 0; round < PROCESSES; round++) {
      const nothing = measure("import", [pathToFileURL(empty).href], { node }) as number;
      differences.push((measure("import", [specifier], { node }) as number) - nothing);
    }
    return median(differences);
  };

  return [
    ...ids.flatMap((id) => [
      limited(
        `@flaghook/${id}/signature`,
        over(builtEntry(id, "./signature")),
        { max: budgets.importMs },
        milliseconds,
      ),
      { what: `@flaghook/${id}`, measured: milliseconds(over(builtEntry(id, "."))) },
    ]),
    { what: "@octokit/webhooks-methods", measured: milliseconds(over("@octokit/webhooks-methods")) },
    { what: "standardwebhooks", measured: milliseconds(over("standardwebhooks")) },
  ];
}
