import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { breakableConnection } from "../breakable-connection.ts";
import { startRadar } from "../radar-process.ts";
import { becomes, countOf, sentences, type Scenario } from "../scenario.ts";
import { openContext, openPage } from "../watched-page.ts";

/** A browser opens six connections to a server. One more tab than that must still work. */
const TABS = 8;

/** Deliveries of the scenario about many. */
const MANY = 10_000;

/** Deliveries on their way at one time. */
const AT_ONCE = 100;

/** How lines arrive. */
export const liveScenarios: readonly Scenario[] = [
  {
    name: `${TABS} tabs share one stream, and another takes over when its tab is closed`,
    async prove({ browser, radar, problems }) {
      const context = await openContext(browser, problems);
      const streams = countStreams(context);
      const pages: Page[] = [];
      for (let tab = 0; tab < TABS; tab++) pages.push(await openPage(context, `${radar.url}/?q=tabs-`));
      await radar.addFlag("tabs-one");
      for (const page of pages) await becomes(() => sentences(page), ["tabs-one: created, on"]);
      assert.equal(streams.count, 1);
      await pages[0]!.close();
      await becomes(async () => streams.count, 2);
      await radar.addFlag("tabs-two");
      for (const page of pages.slice(1))
        await becomes(() => sentences(page), ["tabs-two: created, on", "tabs-one: created, on"]);
      assert.equal(streams.count, 2);
      await context.close();
    },
  },
  {
    name: "a press chooses the line under it, whatever arrives before one lets go",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/?q=press-`);
      for (const flag of ["press-one", "press-two"]) await radar.addFlag(flag);
      const row = page.getByRole("option", { name: "press-one: created, on" });
      await row.hover();
      await page.mouse.down();
      for (const flag of ["press-three", "press-four"]) await radar.addFlag(flag);
      await becomes(() => page.locator("#waiting").textContent(), "2 new");
      await page.mouse.up();
      await becomes(() => row.getAttribute("aria-selected"), "true");
      await page.context().close();
    },
  },
  {
    name: "after a broken connection every line is there, once and in order",
    async prove({ browser, radar, problems }) {
      const connection = await breakableConnection(radar.port);
      const context = await openContext(browser, problems);
      const pages = [
        await openPage(context, `${connection.url}/?q=broken-`),
        await openPage(context, `${connection.url}/?q=broken-`),
      ];
      const sent: string[] = [];
      for (let round = 0; round < 3; round++) {
        connection.breakOff();
        for (const page of pages) await page.getByText("Reconnecting", { exact: true }).waitFor();
        for (let index = 0; index < 3; index++) {
          sent.unshift(`broken-${round}-${index}: created, on`);
          await radar.addFlag(`broken-${round}-${index}`);
        }
        connection.mend();
        for (const page of pages) await becomes(() => sentences(page), sent);
      }
      await context.close();
      await connection.close();
    },
  },
  {
    name: "after a restart the lines are still there, and new ones arrive on the open page",
    async prove({ browser, problems }) {
      const folder = await mkdtemp(join(tmpdir(), "flaghook-restart-"));
      const first = await startRadar(folder, { arguments: ["--empty"] });
      const page = await openPage(await openContext(browser, problems), first.url);
      await first.addFlag("restart-one");
      await becomes(() => sentences(page), ["restart-one: created, on"]);
      await first.stop();
      await page.getByText("Reconnecting", { exact: true }).waitFor();
      const second = await startRadar(folder, { arguments: ["--empty"], port: first.port });
      try {
        await second.addFlag("restart-two");
        await becomes(() => sentences(page), ["restart-two: created, on", "restart-one: created, on"]);
        await page.context().close();
      } finally {
        await second.stop();
        await rm(folder, { recursive: true });
      }
    },
  },
  {
    name: "new lines wait while one reads, and come on demand",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.locator(".row").first().waitFor();
      await page.locator("#rows").hover();
      await page.mouse.wheel(0, 400);
      const before = await restingRow(page);
      await radar.addFlag("waits-one");
      await radar.addFlag("waits-two");
      await page.getByRole("button", { name: "2 new" }).waitFor();
      assert.equal(await topRow(page), before);
      await page.keyboard.press("n");
      await becomes(
        async () => (await sentences(page)).slice(0, 2),
        ["waits-two: created, on", "waits-one: created, on"],
      );
      await page.context().close();
    },
  },
  {
    name: `${MANY.toLocaleString("en")} deliveries arrive on an open page, none lost, none twice`,
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/?q=many-`);
      let next = 0;
      const sendNext = async (): Promise<void> => {
        while (next < MANY) assert.equal(await radar.addFlag(`many-${next++}`), 200);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
      await becomes(() => countOf(page), `${MANY.toLocaleString("en-GB")} lines`);
      const { total } = await radar.get<{ total: number }>("/api/changes?q=many-&limit=1");
      assert.equal(total, MANY);
      await page.context().close();
    },
  },
  {
    name: "sample data goes with one click, in every tab",
    async prove({ browser, radar, problems }) {
      const context = await openContext(browser, problems);
      const pages = [
        await openPage(context, radar.url),
        await openPage(context, `${radar.url}/?q=evaluations`),
      ];
      assert.notEqual(await countOf(pages[1]!), "0 lines");
      await pages[0]!.getByRole("button", { name: "Remove" }).click();
      await becomes(() => countOf(pages[1]!), "0 lines");
      await becomes(() => pages[0]!.getByText("Sample data").count(), 0);
      await context.close();
    },
  },
];

/** The line under the upper edge of the list, once scrolling has come to rest. */
async function restingRow(page: Page): Promise<string | undefined> {
  let last = await topRow(page);
  for (;;) {
    await sleep(300);
    const now = await topRow(page);
    if (now === last) return now;
    last = now;
  }
}

function countStreams(context: BrowserContext): { readonly count: number } {
  const streams = { count: 0 };
  context.on("request", (request) => {
    if (request.url().includes("/api/changes/stream")) streams.count++;
  });
  return streams;
}

/** The line under the upper edge of the list. */
async function topRow(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const top = document.querySelector("#rows")!.getBoundingClientRect().top;
    const rows = [...document.querySelectorAll(".row")];
    return rows.find((row) => row.getBoundingClientRect().bottom > top + 1)?.id;
  });
}
