import assert from "node:assert/strict";
import { becomes, countOf, sentences, type Scenario } from "../scenario.ts";
import { openContext, openPage } from "../watched-page.ts";

const NAMES = [
  "<img src=x onerror=alert(1)>",
  '"><script>alert(1)</script>',
  "{{constructor.constructor('alert(1)')()}}",
  "javascript:alert(1)",
  "\u202Ereversed",
  "nul\u0000inside",
  "__proto__x",
  "</title><svg onload=alert(1)>",
  "💥".repeat(300),
  "long".repeat(4000),
];

/** What strangers, and people with the secret, may send. */
export const hostileScenarios: readonly Scenario[] = [
  {
    name: "names of flags are text, whatever is in them",
    async prove({ browser, radar, problems }) {
      for (const name of NAMES)
        assert.equal(
          await radar.addFlag(`hostile ${name}`, { disable: false, metadata: { html: name } }),
          200,
        );
      const page = await openPage(await openContext(browser, problems), `${radar.url}/?q=hostile`);
      await becomes(() => countOf(page), `${NAMES.length} lines`);
      const shown = await sentences(page);
      assert.ok(shown.includes("hostile <img src=x onerror=alert(1)>: created, on"));
      for (let index = 0; index < NAMES.length; index++) {
        await page.keyboard.press("j");
        await page.locator(".detail h2").waitFor();
        for (const tab of ["Payload", "Bytes", "Change"]) await page.getByRole("tab", { name: tab }).click();
      }
      assert.equal(await page.locator("img, body script, iframe, svg[onload]").count(), 0);
      await page.context().close();
    },
  },
  {
    name: "refused bodies are text, and bytes that are none do no harm",
    async prove({ browser, radar, problems }) {
      const signature = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
      for (const name of NAMES.slice(0, 4)) await radar.post("goff", `<b>${name}</b>`, signature);
      await radar.post("goff", "\u0000\u0001\uFFFD", signature);
      await radar.post("goff", "x", { "x-hub-signature-256": "<script>alert(1)</script>" });
      const page = await openPage(await openContext(browser, problems), `${radar.url}/refused`);
      await page.locator(".row").first().waitFor();
      for (let index = 0; index < 6; index++) {
        await page.keyboard.press("j");
        await page.getByText("Headers", { exact: true }).waitFor();
      }
      assert.equal(await page.locator("img, body script, b b").count(), 0);
      const { refusals } = await radar.get<{ refusals: { headers: Record<string, string> }[] }>(
        "/api/refused",
      );
      assert.ok(
        !JSON.stringify(refusals).includes("<script>alert(1)</script>"),
        "a signature's value is not kept",
      );
      await page.context().close();
    },
  },
];
