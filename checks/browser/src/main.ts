// Drives the radar in a browser and measures it. `pnpm check:browser`. Needs Chromium, and no network beyond loopback.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { formatTable } from "../../../tools/workspace/table.ts";
import { hostileScenarios } from "./scenarios/hostile.ts";
import { liveScenarios } from "./scenarios/live.ts";
import { panelScenarios } from "./scenarios/panels.ts";
import { measure } from "./figures/measure.ts";
import { startRadar } from "./radar-process.ts";

const CHROMIUM = process.env["CHROMIUM"] || "/usr/bin/chromium";

const scratch = mkdtempSync(join(tmpdir(), "flaghook-browser-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

const only = process.argv[2];
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--disable-gpu"] });
try {
  await proveScenarios();
  if (only === undefined || only === "figures") await printFigures();
} finally {
  await browser.close();
}

async function proveScenarios(): Promise<void> {
  const radar = await startRadar(join(scratch, "scenarios"));
  const rows: string[][] = [["scenario", "", "seconds"]];
  try {
    for (const { name, prove } of [...panelScenarios, ...hostileScenarios, ...liveScenarios]) {
      if (only !== undefined && !name.includes(only)) continue;
      const started = performance.now();
      const problems: string[] = [];
      const failure = await prove({ browser, radar, problems }).then(
        () => (problems.length === 0 ? undefined : problems.join("\n")),
        (error: Error) => [error.stack ?? error.message, ...problems].join("\n"),
      );
      for (const context of browser.contexts()) await context.close();
      if (failure !== undefined) {
        console.error(`${name}:\n${failure}\n`);
        process.exitCode = 1;
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      rows.push([name, failure === undefined ? "ok" : "FAILED", seconds]);
    }
  } finally {
    await radar.stop();
  }
  if (rows.length > 1) console.log(formatTable(rows));
}

async function printFigures(): Promise<void> {
  const figures = await measure(browser, join(scratch, "figures"));
  const rows = figures.map(({ name, value, unit, most }) => {
    const isOver = most !== undefined && value > most;
    return [name, `${value} ${unit}`, most === undefined ? "" : `${most} ${unit}`, isOver ? "OVER" : ""];
  });
  console.log(`\n${formatTable([["figure", "", "at most", ""], ...rows])}`);
  // Sizes are the same on every machine. Times on a busy one are for people to judge.
  if (figures.some(({ isSize, value, most }) => isSize && most !== undefined && value > most))
    process.exitCode = 1;
}
