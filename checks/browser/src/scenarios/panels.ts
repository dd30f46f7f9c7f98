import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { becomes, countOf, sentences, type Scenario } from "../scenario.ts";
import { axeFindings, LOOKS, openContext, openPage } from "../watched-page.ts";

const CAUSE = "checkout-v2: new 25 % → 100 % in production";
const INCIDENT = "Checkout: payments refused: incident opened by bo";

/** What one does on the page, panel by panel. */
export const panelScenarios: readonly Scenario[] = [
  {
    name: "from the incident, one click leads to the change that caused it",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.getByRole("option", { name: INCIDENT }).click();
      await page.getByRole("button", { name: "30 minutes before" }).click();
      await page.getByLabel("Kind").selectOption("flag");
      await becomes(() => sentences(page).then((all) => all[0]), CAUSE);
      await page.getByRole("option", { name: CAUSE }).click();
      const diff = page.getByLabel("Before and after");
      await diff.waitFor();
      assert.deepEqual(await marked(page, ".diff del"), ['"new": 25,', '"old": 75', '"version": "3"']);
      assert.deepEqual(await marked(page, ".diff ins"), ['"new": 100,', '"old": 0', '"version": "4"']);
      await page.context().close();
    },
  },
  {
    name: "the address shows the same in another browser",
    async prove({ browser, radar, problems }) {
      const first = await openPage(await openContext(browser, problems), radar.url);
      await first.getByRole("option", { name: CAUSE }).click();
      await first.getByRole("button", { name: "30 minutes before" }).click();
      await first.getByRole("searchbox").fill("banner");
      await becomes(() => countOf(first), "1 line");
      const second = await openPage(await openContext(browser, problems), first.url());
      assert.deepEqual(await sentences(second), await sentences(first));
      assert.equal(await second.getByRole("searchbox").inputValue(), "banner");
      await first.goBack();
      await becomes(async () => new URL(first.url()).searchParams.has("from"), false);
      for (const page of [first, second]) await page.context().close();
    },
  },
  {
    name: "dragging over the strip chooses a time, and a click frees it again",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      const all = await countOf(page);
      const box = (await page.locator(".brush").boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
      await page.mouse.up();
      await becomes(async () => (await countOf(page)) !== all, true);
      const { searchParams } = new URL(page.url());
      assert.ok(Date.parse(searchParams.get("from")!) < Date.parse(searchParams.get("to")!));
      await page.mouse.click(box.x + box.width * 0.9, box.y + 75);
      await becomes(() => countOf(page), all);
      await page.context().close();
    },
  },
  {
    name: "payload and bytes are those of the delivery, and copying gives commands without a secret",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.getByRole("option", { name: CAUSE }).click();
      await page.getByRole("tab", { name: "Payload" }).click();
      const payload = JSON.parse(await page.locator("pre.payload").innerText()) as { meta: unknown };
      assert.deepEqual(payload.meta, { hostname: "relay-1", app: "shop", environment: "production" });
      await page.keyboard.press("ArrowRight");
      const bytes = page.locator("pre.bytes");
      await bytes.waitFor();
      assert.match(await bytes.innerText(), /^0000 {2}7b 22 6d 65 74 61 22 3a .* \{"meta":/);
      await page.getByRole("button", { name: "Copy as curl" }).click();
      await page.getByText("Copied").waitFor();
      const command = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(command, /^curl -s http:\S+ -o body\ncurl http:\S+\/webhooks\/goff/);
      assert.ok(!/[\da-f]{40}/.test(command), "no signature");
      await page.getByRole("button", { name: "Copy as flaghook send" }).click();
      await becomes(
        () => page.evaluate(() => navigator.clipboard.readText()),
        `flaghook send goff notify --to ${radar.url}/webhooks/goff\n`,
      );
      await page.context().close();
    },
  },
  {
    name: "a refusal says why, and marks what was changed in the body",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.getByRole("link", { name: "Refused" }).click();
      await page.getByRole("option", { name: /signature-mismatch.*goff/ }).click();
      await page.getByText("The body is that of a verified delivery, changed.").last().waitFor();
      assert.deepEqual(await marked(page, ".damage del"), ["true"]);
      assert.deepEqual(await marked(page, ".damage ins"), ["false"]);
      await page
        .getByRole("option", { name: /The body was parsed and printed again/ })
        .first()
        .click();
      await page.getByText("proven").first().waitFor();
      await page.context().close();
    },
  },
  {
    name: "keys alone find the cause, read the refusal and open the help",
    async prove({ browser, radar, problems }) {
      const page = await openPage(await openContext(browser, problems), radar.url);
      await page.keyboard.press("/");
      await page.keyboard.type("incident opened");
      await becomes(() => countOf(page), "1 line");
      for (const key of ["Escape", "j", "b"]) await page.keyboard.press(key);
      await becomes(async () => new URL(page.url()).searchParams.has("to"), true);
      await page.keyboard.press("/");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("checkout-v2 flag new");
      await becomes(async () => (await sentences(page)).includes(CAUSE), true);
      for (const key of ["Escape", "x", "Escape", "r"]) await page.keyboard.press(key);
      await becomes(async () => new URL(page.url()).pathname, "/refused");
      await page.locator(".row").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.getByText("Why", { exact: true }).waitFor();
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("t");
      await becomes(async () => new URL(page.url()).pathname, "/");
      const handle = page.getByRole("slider").first();
      await handle.focus();
      await page.keyboard.press("ArrowRight");
      await becomes(async () => new URL(page.url()).searchParams.has("from"), true);
      await page.context().close();
    },
  },
  {
    name: "axe finds nothing, in light, dark and phone width",
    async prove({ browser, radar, problems }) {
      const findings: string[] = [];
      for (const [look, options] of Object.entries(LOOKS)) {
        const page = await openPage(await openContext(browser, problems, options), radar.url);
        const inspect = async (what: string): Promise<void> => {
          for (const finding of await axeFindings(page)) findings.push(`${look}, ${what}: ${finding}`);
        };
        await inspect("timeline");
        await chooseCause(page);
        await page.getByLabel("Before and after").waitFor();
        await inspect("detail");
        await page.goto(`${radar.url}/refused`);
        await page.getByRole("option").first().click();
        await page.getByText("Why", { exact: true }).waitFor();
        await inspect("refusal");
        await page.keyboard.press("?");
        await page.getByRole("dialog").waitFor();
        await inspect("help");
        await page.goto(`${radar.url}/?q=nothing-has-this`);
        await page.locator(".notice").waitFor();
        await inspect("no line");
        await page.context().close();
      }
      assert.deepEqual(findings, []);
    },
  },
  {
    name: "on a phone nothing is wider than it, and the detail lies over the list",
    async prove({ browser, radar, problems }) {
      const address = `${radar.url}/?q=25+%E2%86%92+100`;
      const page = await openPage(await openContext(browser, problems, LOOKS.phone), address);
      // The window itself grows with what is too wide for it.
      const overflow = () => page.evaluate((width) => innerWidth - width, LOOKS.phone.viewport.width);
      assert.equal(await overflow(), 0);
      await page.getByRole("option", { name: CAUSE }).click();
      await page.getByLabel("Before and after").waitFor();
      assert.equal(await overflow(), 0);
      await becomes(() => page.locator(":focus").getAttribute("aria-label"), "Close");
      await page.getByRole("button", { name: "Close" }).click();
      await becomes(() => page.locator(".detail").count(), 0);
      await page.getByRole("option", { name: CAUSE }).click();
      await page.getByRole("button", { name: "30 minutes before" }).click();
      await becomes(() => page.locator(".detail").count(), 0);
      await page.context().close();
    },
  },
];

async function marked(page: Page, selector: string): Promise<readonly string[]> {
  await page.locator(selector).first().waitFor();
  return (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/^[+−]/, "").trim());
}

/** On a phone it is not among the first lines. */
async function chooseCause(page: Page): Promise<void> {
  await page.getByRole("searchbox").fill("25 → 100");
  await becomes(() => countOf(page), "1 line");
  await page.getByRole("option", { name: CAUSE }).click();
}
