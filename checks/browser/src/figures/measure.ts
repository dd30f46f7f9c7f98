import { gzipSync } from "node:zlib";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { startRadar, type RadarProcess } from "../radar-process.ts";
import { openContext, openPage } from "../watched-page.ts";
import { fillLines } from "./fill-lines.ts";

/** Lines that are there before anything is measured. */
const LINES = 100_000;

/** Lines that arrive while the page is scrolled. */
const PER_SECOND = 50;

const SCROLL_MS = 8000;

/** A measured value. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "KB" | "";
  /** The budget; absent for what is only told. */
  readonly most?: number;
  /** Does not depend on the machine. */
  readonly isSize?: boolean;
}

/** Measures the page over 100 000 lines, with 50 new ones a second. */
export async function measure(browser: Browser, folder: string): Promise<readonly Figure[]> {
  await mkdir(folder, { recursive: true });
  await fillLines(join(folder, "radar.db"), LINES);
  const radar = await startRadar(folder, { arguments: ["--empty"] });
  try {
    const context = await openContext(browser, []);
    const size = await scriptSize(radar);
    const paint = await firstPaint(await openPage(context, radar.url));
    const searches = await searchTimes(radar);
    const page = await openPage(context, radar.url);
    const started = radar.memory();
    const { frames, heap } = await scroll(page, radar);
    const warm = radar.memory();
    await Promise.all([sleep(SCROLL_MS), feed(radar, SCROLL_MS)]);
    await context.close();
    return [
      { name: "the page's JavaScript, gzipped", value: size, unit: "KB", most: 60, isSize: true },
      { name: "first paint on loopback, median of 5", value: paint, unit: "ms", most: 500 },
      { name: "frame while scrolling, p50", value: percentile(frames, 0.5), unit: "ms" },
      { name: "frame while scrolling, p99", value: percentile(frames, 0.99), unit: "ms", most: 50 },
      { name: "frames that were measured", value: frames.length, unit: "" },
      { name: "the page's heap after it", value: heap, unit: "MB" },
      { name: "search in SQLite, median of 20", value: percentile(searches, 0.5), unit: "ms", most: 100 },
      { name: "search in SQLite, slowest", value: Math.max(...searches), unit: "ms", most: 100 },
      { name: "the server's memory before", value: started, unit: "MB" },
      { name: "after 400 deliveries and the page's reading", value: warm, unit: "MB" },
      { name: "after 400 more", value: radar.memory(), unit: "MB" },
    ];
  } finally {
    await radar.stop();
  }
}

async function scriptSize(radar: RadarProcess): Promise<number> {
  const html = await (await fetch(radar.url)).text();
  const paths = Array.from(html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g), ([, path]) => path!);
  const sizes = await Promise.all(
    paths.map(async (path) => gzipSync(await (await fetch(radar.url + path)).bytes(), { level: 9 }).length),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 102.4) / 10;
}

async function firstPaint(page: Page): Promise<number> {
  const paints: number[] = [];
  for (let round = 0; round < 5; round++) {
    await page.reload();
    await page.locator(".row").first().waitFor();
    paints.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0),
    );
  }
  await page.close();
  return percentile(paints, 0.5);
}

async function searchTimes(radar: RadarProcess): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const started = performance.now();
    // Every second one finds nothing: then every line was looked at.
    await radar.get(`/api/changes?limit=200&q=${round % 2 === 0 ? `flag-${round}` : `nothing-${round}`}`);
    times.push(Math.round(performance.now() - started));
  }
  return times;
}

async function scroll(page: Page, radar: RadarProcess): Promise<{ frames: readonly number[]; heap: number }> {
  await page.locator("#rows").hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const tick = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(globalThis, { frames });
  });
  const end = Date.now() + SCROLL_MS;
  const scrolling = (async () => {
    while (Date.now() < end) {
      await page.mouse.wheel(0, 600);
      await sleep(16);
    }
  })();
  await Promise.all([scrolling, feed(radar, SCROLL_MS)]);
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.slice(2));
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return { frames, heap: Math.round(usedSize / 1_000_000) };
}

/** Sends deliveries at an even pace. */
async function feed(radar: RadarProcess, forMs: number): Promise<void> {
  const started = performance.now();
  const count = Math.round((forMs / 1000) * PER_SECOND);
  for (let index = 0; index < count; index++) {
    const wait = started + (index * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    await radar.addFlag(`live-${index}`);
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 10) / 10;
}
