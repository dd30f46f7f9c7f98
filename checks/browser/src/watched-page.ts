import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The looks in which everything must be usable. */
export const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: {
    colorScheme: "light",
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
} as const satisfies Record<string, BrowserContextOptions>;

/** Opens a context in which nothing that goes wrong stays unseen. */
export async function openContext(
  browser: Browser,
  problems: string[],
  look: BrowserContextOptions = LOOKS.light,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
    ...look,
  });
  context.on("page", (page) => watch(page, problems));
  return context;
}

/** A page at an address, with its first line there. */
export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(".row, .notice, .try-it").first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

/** What axe finds wrong, in a line each. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const run = "axe.run().then(({ violations }) => violations)";
  const violations =
    await page.evaluate<{ readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]>(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
}

/** Errors, reports of the policy, dialogs and requests to elsewhere. */
function watch(page: Page, problems: string[]): void {
  page.on("console", (message) => {
    // A connection that a scenario breaks on purpose is no fault of the page.
    if (
      /net::ERR_(?:CONNECTION_(?:REFUSED|RESET|CLOSED)|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/.test(
        message.text(),
      )
    )
      return;
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "blob:") problems.push(`request to ${request.url()}`);
  });
}
