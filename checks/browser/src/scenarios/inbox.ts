import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { optimizely } from "@flaghook/optimizely";
import type { Page } from "playwright-core";
import { startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { startRadar, type RadarProcess } from "../radar-process.ts";
import { becomes, type Scenario } from "../scenario.ts";
import { axeFindings, LOOKS, openContext, openPage } from "../watched-page.ts";

/** A dead delivery's next attempt, or a lease that has to end, can be that far away. */
const LONG_MS = 90_000;

const HOSTILE = "<img src=x onerror=alert(1)>";

/** What one does in the inbox. */
export const inboxScenarios: readonly Scenario[] = [
  {
    name: "the inbox says where each delivery is, and why it is not done",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.keyboard.press("i");
      await becomes(async () => new URL(page.url()).pathname, "/inbox");
      await page.getByRole("option", { name: /project\.datafile_updated unknown form/ }).click();
      await page.getByText("Where it differs").waitFor();
      assert.equal(await page.locator(".issues").innerText(), "data.revision\nexpected number");
      const payload = JSON.parse(await page.locator("[role=tabpanel] pre").innerText()) as { event: string };
      assert.equal(payload.event, "project.datafile_updated");
      await page.getByRole("button", { name: /^done/i }).click();
      await becomes(async () => new URL(page.url()).searchParams.get("state"), "done");
      await page.locator(".row.is-done").first().waitFor();
      await page.context().close();
    },
  },
  {
    name: "a dead delivery is retried with a click, and a replay is handled with one",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/inbox`);
      const dead = page.locator(".row", { hasText: "failed too often" });
      await dead.waitFor({ timeout: LONG_MS });
      await dead.click();
      await page.getByRole("button", { name: "Retry", exact: true }).click();
      await becomes(() => dead.count(), 0);
      await page.getByText("Done at attempt 9.").waitFor();
      await page.getByRole("button", { name: "Its line in the timeline" }).click();
      await page.getByRole("heading", { name: "banner-spring: created" }).waitFor();
      await page.goto(`${radar.url}/inbox?reason=replay&state=dead`);
      await page.getByRole("option", { name: /push replay, kept aside/ }).click();
      await page.getByRole("button", { name: "Handle it" }).click();
      await becomes(() => page.locator(".row").count(), 0);
      await page.context().close();
    },
  },
  {
    name: "samples that fail wait longer and longer, and recover once handling works",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/inbox`);
      await page.getByRole("button", { name: "Try failure and recovery" }).click();
      await page.getByRole("radio", { name: "Fails" }).click();
      await page.getByRole("button", { name: "Send 50 samples" }).click();
      await page.getByText("50 acknowledged, 0 handled, 50 to go").waitFor();
      const waiting = page.getByRole("option", { name: /again in .* switched to fail.*attempt 3/ });
      await becomes(async () => (await waiting.count()) > 0, true, LONG_MS);
      // Real ones are not touched by it.
      assert.equal(await radar.addFlag("real-while-samples-fail"), 200);
      await becomes(() => totalOf(radar, "q=real-while-samples-fail"), 1);
      await page.getByRole("radio", { name: "Works" }).click();
      await page.getByText("50 acknowledged, 50 handled, none lost").waitFor({ timeout: LONG_MS });
      await page.context().close();
    },
  },
  {
    name: "a paused provider keeps what comes until it is resumed",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/inbox?provider=goff`);
      await page.getByRole("button", { name: "Pause goff" }).click();
      await page.getByText("Paused: goff.").waitFor();
      assert.equal(await radar.addFlag("comes-in-a-pause"), 200);
      await page.getByRole("option", { name: /notify pending/ }).waitFor();
      assert.equal(await totalOf(radar, "q=comes-in-a-pause"), 0);
      await page.getByRole("button", { name: "Resume goff" }).click();
      await becomes(() => totalOf(radar, "q=comes-in-a-pause"), 1);
      await page.context().close();
    },
  },
  {
    name: "deleting asks first, and hostile deliveries are text in the inbox",
    async prove({ browser, radar, problems }) {
      const payload = { ...DATAFILE, data: { ...DATAFILE.data, revision: HOSTILE, [HOSTILE]: HOSTILE } };
      assert.equal(await radar.send(optimizely, payload), 200);
      const page = await openPage(
        await openContext(browser, problems),
        `${radar.url}/inbox?state=dead&provider=optimizely`,
      );
      await becomes(() => page.locator(".row").count(), 2);
      await page.locator(".row").last().click();
      await page.getByText(HOSTILE).first().waitFor();
      await page.getByRole("tab", { name: "Bytes" }).click();
      assert.equal(await page.locator("img, body script, iframe").count(), 0);
      await page.getByRole("button", { name: "Delete" }).click();
      await becomes(() => page.locator(":focus").innerText(), "Keep it");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(".row").count(), 2);
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await becomes(() => page.locator(".row").count(), 1);
      await becomes(() => page.locator(".detail").count(), 0);
      await page.context().close();
    },
  },
  {
    name: "keys alone look through the inbox, retry and try out",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.keyboard.press("i");
      await page.locator(".row.is-dead").first().waitFor();
      await page.keyboard.press("j");
      await page.getByLabel("Chosen delivery").waitFor();
      const retry = page.getByRole("button", { name: "Retry", exact: true });
      await becomes(async () => {
        if ((await retry.count()) === 0) await page.keyboard.press("j");
        return retry.count();
      }, 1);
      await tabTo(page, "Retry");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await becomes(() => page.locator(".detail").count(), 0);
      await tabTo(page, "Try failure and recovery");
      await page.keyboard.press("Enter");
      await tabTo(page, "Works");
      await page.keyboard.press("ArrowRight");
      await becomes(() => page.getByRole("radio", { name: "Slow" }).isChecked(), true);
      await page.keyboard.press("ArrowLeft");
      await becomes(() => page.getByRole("radio", { name: "Works" }).isChecked(), true);
      await page.keyboard.press("t");
      await becomes(async () => new URL(page.url()).pathname, "/");
      await page.context().close();
    },
  },
  {
    name: "axe finds nothing in the inbox, and on a phone nothing is wider than it",
    async prove({ browser, radar, problems }) {
      const findings: string[] = [];
      for (const [look, options] of Object.entries(LOOKS)) {
        const page = await openPage(await openContext(browser, problems, options), `${radar.url}/inbox`);
        const inspect = async (what: string): Promise<void> => {
          for (const finding of await axeFindings(page)) findings.push(`${look}, ${what}: ${finding}`);
          const width = await page.evaluate(() => innerWidth);
          if (look === "phone" && width !== LOOKS.phone.viewport.width) findings.push(`${what} is too wide`);
        };
        await inspect("list");
        await page.locator(".row.is-dead").first().click();
        await page.getByRole("button", { name: "Delete" }).click();
        await inspect("delivery");
        await page.goto(`${radar.url}/inbox?delivery=trials`);
        await page.getByText("Kill the radar in the middle of work").waitFor();
        await inspect("trials");
        await page.goto(`${radar.url}/inbox?provider=unleash`);
        await page.locator(".notice").waitFor();
        await inspect("no delivery");
        await page.context().close();
      }
      assert.deepEqual(findings, []);
    },
  },
  {
    name: "killed in the middle of work by the page's own command, the radar loses nothing",
    async prove({ browser, engine, problems }) {
      const folder = await mkdtemp(join(tmpdir(), "flaghook-killed-"));
      const environment = engine.fresh();
      const first = await startRadar(folder, { environment, arguments: ["--empty"] });
      const page = await openPage(await openContext(browser, problems), `${first.url}/inbox?delivery=trials`);
      await page.getByRole("radio", { name: "Slow" }).click();
      await page.getByRole("button", { name: "Send 50 samples" }).click();
      await becomes(async () => (await handledOf(page)) >= 10, true, LONG_MS);
      const command = await page.locator(".command code").first().innerText();
      assert.equal(command, `kill -9 ${first.pid}`);
      execFileSync("sh", ["-c", command]);
      await first.ended();
      assert.ok((await handledOf(page)) < 50, "it was killed too late");
      await page.getByText("Reconnecting", { exact: true }).waitFor();
      const second = await startRadar(folder, { environment, arguments: ["--empty"], port: first.port });
      try {
        await page.getByText("50 acknowledged, 50 handled, none lost").waitFor({ timeout: LONG_MS });
        assert.equal(await totalOf(second, "q=batch-"), 50);
        const { counts } = await second.get<{ counts: unknown }>("/api/inbox");
        assert.deepEqual(counts, { pending: 0, running: 0, dead: 0, done: 50 });
        await page.context().close();
      } finally {
        await second.stop();
        await rm(folder, { recursive: true });
      }
    },
  },
];

/** What the page says of an inbox on a stock Redis. */
export const stockRedisScenario: Scenario = {
  name: "an inbox on a stock Redis says that it is not safe, and what to change",
  async prove({ browser, problems }) {
    const folder = await mkdtemp(join(tmpdir(), "flaghook-stock-"));
    const redis = await startRedis({ appendonly: "no", appendfsync: "everysec" });
    const radar = await startRadar(folder, { environment: { REDIS_URL: redis.url }, arguments: ["--empty"] });
    try {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/inbox`);
      await page.getByText("This inbox is not safe.").click();
      await page.getByText("appendonly is no and must be yes").waitFor();
      const commands = (await page.locator(".caution pre").innerText()).split("\n");
      assert.deepEqual(await axeFindings(page), []);
      for (const command of commands) {
        const [, ...words] = command.split(" ");
        execFileSync("redis-cli", ["-p", String(redis.port), ...words]);
      }
      await page.context().close();
      await radar.stop();
      const second = await startRadar(folder, {
        environment: { REDIS_URL: redis.url },
        arguments: ["--empty"],
      });
      const { engine } = await second.get<{ engine: { loss: unknown } }>("/api/inbox");
      await second.stop();
      assert.equal(engine.loss, null);
    } finally {
      await radar.stop();
      await redis.stop();
      await rm(folder, { recursive: true });
    }
  },
};

const DATAFILE = {
  timestamp: 1_463_602_412,
  project_id: 1234,
  event: "project.datafile_updated",
  data: { revision: 1, origin_url: "", cdn_url: "", environment: "Production" },
};

async function totalOf(radar: RadarProcess, query: string): Promise<number> {
  return (await radar.get<{ total: number }>(`/api/changes?${query}&limit=1`)).total;
}

/** How many of the last batch are handled, as the page says it. */
async function handledOf(page: Page): Promise<number> {
  const text = await page.locator(".batch").innerText({ timeout: LONG_MS });
  return Number(/(\d+) handled/.exec(text)?.[1]);
}

/** Presses Tab until the focus is on what has this text. @throws {Error} when nothing has it */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement | null;
      return focused?.closest("label")?.innerText ?? focused?.innerText;
    });
    if (text === name) return;
  }
  throw new Error(`Tab does not reach "${name}"`);
}
