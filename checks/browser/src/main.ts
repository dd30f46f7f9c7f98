// Drives the radar in a browser and measures it. `pnpm check:browser`. Needs Chromium, and no network beyond loopback.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { choose } from "../../../tools/workspace/choose.ts";
import { formatTable } from "../../../tools/workspace/table.ts";
import { ENGINES, type Engine } from "./engines.ts";
import type { Scenario } from "./scenario.ts";
import { flagScenarios } from "./scenarios/flags.ts";
import { hostileScenarios } from "./scenarios/hostile.ts";
import { inboxScenarios, stockRedisScenario } from "./scenarios/inbox.ts";
import { liveScenarios } from "./scenarios/live.ts";
import { panelScenarios } from "./scenarios/panels.ts";
import { measure } from "./figures/measure.ts";
import { startRadar } from "./radar-process.ts";

const CHROMIUM = process.env["CHROMIUM"] || "/usr/bin/chromium";

const scratch = mkdtempSync(join(tmpdir(), "flaghook-browser-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

const texts = process.argv.slice(2);
const isOfFigures = texts.length === 1 && texts[0] === "figures";
const names = Object.keys(ENGINES) as Engine["name"][];
const wanted = choose(
  names.flatMap((engine) => scenariosOf(engine).map((scenario) => ({ ...scenario, engine }))),
  isOfFigures ? [] : texts,
  ({ name, engine }) => `${name}, on ${engine}`,
);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--disable-gpu"] });
try {
  if (!isOfFigures) await proveScenarios();
  if (isOfFigures || texts.length === 0) await printFigures();
} finally {
  await browser.close();
}

/** Everything on SQLite; the panels that depend on what keeps the data on each engine. */
function scenariosOf(name: Engine["name"]): readonly Scenario[] {
  if (name === "SQLite")
    return [...panelScenarios, ...flagScenarios, ...inboxScenarios, ...hostileScenarios, ...liveScenarios];
  return [
    ...panelScenarios,
    ...flagScenarios,
    ...inboxScenarios,
    ...(name === "Redis" ? [stockRedisScenario] : []),
  ];
}

async function proveScenarios(): Promise<void> {
  const rows: string[][] = [["scenario", "on", "", "seconds"]];
  for (const name of names) {
    const scenarios = wanted.filter(({ engine }) => engine === name);
    const engine = scenarios.length === 0 ? undefined : await ENGINES[name]();
    if (engine === undefined) continue;
    try {
      await proveOn(engine, scenarios, rows);
    } finally {
      await engine.stop();
    }
  }
  console.log(formatTable(rows));
  if (rows.length > 1) return;
  console.error("Nothing was tried: the engine of what you named is not installed.");
  process.exitCode = 1;
}

async function proveOn(engine: Engine, scenarios: readonly Scenario[], rows: string[][]): Promise<void> {
  const radar = await startRadar(join(scratch, engine.name), { environment: engine.fresh() });
  try {
    for (const { name, prove } of scenarios) {
      const started = performance.now();
      const problems: string[] = [];
      const failure = await prove({ browser, radar, engine, problems }).then(
        () => (problems.length === 0 ? undefined : problems.join("\n")),
        (error: Error) => [error.stack ?? error.message, ...problems].join("\n"),
      );
      for (const context of browser.contexts()) await context.close();
      if (failure !== undefined) {
        console.error(`${name}, on ${engine.name}:\n${failure}\n`);
        process.exitCode = 1;
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      rows.push([name, engine.name, failure === undefined ? "ok" : "FAILED", seconds]);
    }
  } finally {
    await radar.stop();
  }
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
