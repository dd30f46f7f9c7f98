import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import type { Engine } from "./engines.ts";
import type { RadarProcess } from "./radar-process.ts";

/** What a scenario gets to prove itself with. */
export interface Stage {
  readonly browser: Browser;
  readonly radar: RadarProcess;
  /** What keeps the deliveries and the lines. */
  readonly engine: Engine;
  /** What went wrong on any page. A scenario that leaves something here has failed. */
  readonly problems: string[];
}

/** Something that must be true of the page. */
export interface Scenario {
  readonly name: string;
  readonly prove: (stage: Stage) => Promise<void>;
}

/** Gives up once nothing has changed for this long: a busy machine is slow, and not wrong. */
const PATIENCE_MS = 20_000;

/** Waits until something is so. @throws {Error} with what it was instead */
export async function becomes<Value>(
  read: () => Promise<Value>,
  wanted: Value,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  let last = await read();
  let changedAt = performance.now();
  while (performance.now() - changedAt < patienceMs) {
    if (isEqual(last, wanted)) return;
    await sleep(50);
    const now = await read();
    if (!isEqual(now, last)) changedAt = performance.now();
    last = now;
  }
  assert.deepEqual(last, wanted);
}

/** The sentences of the lines that are on the screen. */
export async function sentences(page: Page): Promise<readonly string[]> {
  return page.locator(".row .sentence").allInnerTexts();
}

/** How many lines there are, as the page says it. */
export async function countOf(page: Page): Promise<string> {
  return page.locator(".count").innerText();
}

function isEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
