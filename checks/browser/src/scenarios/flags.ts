import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { becomes, sentences, type Scenario } from "../scenario.ts";
import { axeFindings, LOOKS, openContext, openPage } from "../watched-page.ts";

const CHECKOUT = "/flags?flag=checkout-v2";

/** What one does on the pages of flags, and with samples of one's own. */
export const flagScenarios: readonly Scenario[] = [
  {
    name: "on a flag's chart evaluations turn with the change, and the table says the same",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.keyboard.press("f");
      await page.getByRole("searchbox").fill("checkout-v2");
      await becomes(() => page.locator("a.row").count(), 1);
      await page.locator("a.row").click();
      await page.getByText("failed 0 % → 34 %").waitFor();
      const titles = await page
        .locator(".chart .flagged-mark")
        .evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).title.replace(/^\S+ {2}/, "")));
      await page.getByText("The same as a table").click();
      const told = await page.locator(".as-table td p").allInnerTexts();
      assert.deepEqual(told.toSorted(), titles.toSorted());
      assert.ok(told.includes("checkout-v2: new 25 % → 100 % in production"));
      assert.ok(told.includes("deployment to production: success by shop-deploys"));
      const legend = await page.locator(".legend .tail").allInnerTexts();
      const sums = await columnSums(page);
      assert.deepEqual(sums, legend.map(numberOf));
      await page.context().close();
    },
  },
  {
    name: "a mark leads to its line, a line to its flag, and each has an address",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url + CHECKOUT);
      await page.locator('.chart [title$="25 % → 100 % in production"]').click();
      await page.getByLabel("Before and after").waitFor();
      await page.keyboard.press("Escape");
      await becomes(() => page.locator(".detail").count(), 0);
      await page.keyboard.press("t");
      await page.getByRole("searchbox").fill("25 → 100");
      await becomes(() => sentences(page).then((all) => all.length), 1);
      await page.locator(".row").first().click();
      await page.getByRole("link", { name: "Flag’s page" }).click();
      await becomes(async () => page.url(), radar.url + CHECKOUT);
      await page.getByRole("heading", { name: "checkout-v2" }).waitFor();
      await page.context().close();
    },
  },
  {
    name: "keys alone find a flag, step through its history and come back",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.keyboard.press("f");
      await page.locator("a.row").first().waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("checkout-v2");
      await becomes(() => page.locator("a.row").count(), 1);
      for (const key of ["Escape", "j", "Enter"]) await page.keyboard.press(key);
      await page.locator(".row.is-change").first().waitFor();
      await page.keyboard.press("j");
      await becomes(() => page.locator(".row[aria-selected=true]").count(), 1);
      await page.locator(".detail h2").waitFor();
      await page.keyboard.press("Escape");
      await becomes(() => page.locator(".detail").count(), 0);
      await page.keyboard.press("Escape");
      await becomes(async () => new URL(page.url()).pathname + new URL(page.url()).search, "/flags");
      await page.keyboard.press("s");
      await becomes(async () => new URL(page.url()).pathname, "/try");
      await page.context().close();
    },
  },
  {
    name: "a decision of Optimizely's SDK stands before and after, at the datafile and at the flag",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), `${radar.url}/?q=revision+12`);
      await page
        .getByRole("option", { name: "datafile revision 12 published to Production" })
        .first()
        .click();
      const cells = page.locator(".decisions tbody tr").first().locator("th, td");
      await cells.first().waitFor();
      const [flag, before, after] = await cells.allInnerTexts();
      assert.deepEqual([flag, before], ["search-ranking", "off for all"]);
      assert.match(after!, /^on for \d+ of 100$/);
      await page.getByRole("link", { name: "search-ranking" }).click();
      await page.getByText(`SDK: off for all → ${after}`).waitFor();
      await page.context().close();
    },
  },
  {
    name: "a tampered delivery that is sent from the page is refused, and the page says why",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.getByRole("link", { name: "Try it" }).click();
      await page.getByLabel("Encoding").check();
      await page.getByRole("button", { name: "Send" }).click();
      await page.getByText("The body was parsed and printed again.").waitFor();
      await page.getByText("403 Forbidden").waitFor();
      await page.getByText("proven").waitFor();
      await page.getByRole("link", { name: /kept among the refused/ }).click();
      await becomes(async () => new URL(page.url()).pathname, "/refused");
      await page.getByText("Why", { exact: true }).waitFor();
      await page.keyboard.press("s");
      await page.getByRole("combobox", { name: "Provider" }).selectOption("github");
      await page.getByRole("combobox", { name: "Event" }).selectOption("issues.opened");
      await page.getByRole("button", { name: "Send" }).click();
      await page.getByText("Accepted", { exact: true }).waitFor();
      await page.locator(".trial-result a").first().click();
      await page.locator(".detail h2").waitFor();
      await page.context().close();
    },
  },
  {
    name: "hostile names of flags and variations are text, on the list, the chart and the table",
    async prove({ browser, radar, problems }) {
      const hostile = `<img src=x onerror=alert(1)>"'&`;
      assert.equal(await radar.addFlag(hostile), 200);
      assert.equal(await radar.sendEvaluations(hostile, `<script>alert(2)</script>`), 200);
      const page = await openPage(await openContext(browser, problems), `${radar.url}/flags?q=onerror`);
      await becomes(() => page.locator("a.row b").allInnerTexts(), [hostile]);
      await page.locator("a.row").click();
      await page.getByRole("heading", { name: hostile }).waitFor();
      await page.getByText("The same as a table").click();
      await becomes(
        () => page.locator("thead th").allInnerTexts(),
        ["Time", "<script>alert(2)</script>", "What happened"],
      );
      assert.equal(await page.locator("img, main script").count(), 0);
      await page.context().close();
    },
  },
  {
    name: "axe finds nothing on flags and trials, and on a phone nothing is wider than it",
    async prove({ browser, radar, problems }) {
      const findings: string[] = [];
      for (const [look, options] of Object.entries(LOOKS)) {
        const page = await openPage(await openContext(browser, problems, options), `${radar.url}/flags`);
        const inspect = async (what: string): Promise<void> => {
          for (const finding of await axeFindings(page)) findings.push(`${look}, ${what}: ${finding}`);
          const width = await page.evaluate(() => innerWidth);
          if (look === "phone" && width !== LOOKS.phone.viewport.width)
            findings.push(`${what} is ${width} wide`);
        };
        await inspect("flags");
        await page.goto(radar.url + CHECKOUT);
        await page.getByText("The same as a table").click();
        await inspect("flag");
        await page.goto(`${radar.url}/try`);
        await page.getByLabel("Encoding").check();
        await page.getByRole("button", { name: "Send" }).click();
        await page.getByText("proven").waitFor();
        await inspect("trial");
        await page.context().close();
      }
      assert.deepEqual(findings, []);
    },
  },
];

/** What the table has of each variation, added up. */
async function columnSums(page: Page): Promise<readonly number[]> {
  const rows = await page
    .locator(".as-table tbody tr")
    .evaluateAll((all) =>
      all.map((row) => Array.from(row.querySelectorAll("td.number"), (cell) => cell.textContent)),
    );
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + numberOf(row[column]!), 0));
}

function numberOf(text: string): number {
  return Number(text.replaceAll(",", ""));
}
