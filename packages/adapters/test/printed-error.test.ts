import { readFile } from "node:fs/promises";
import { github } from "@flaghook/github";
import express from "express";
import { expect, it, vi } from "vitest";
import { webhook } from "../src/express.ts";
import { listenTo } from "./support/listen.ts";
import { post } from "./support/request.ts";

it("is in the root README as the log shows it, when express.json() ran first", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const app = express();
  app.use(express.json());
  app.post("/webhooks/github", webhook({ provider: github, secret: () => "a secret" }));
  const server = await listenTo(app);
  const headers = {
    ...github.sign("{}", { secret: "a secret", name: "push" }),
    "content-type": "application/json",
  };
  const { status } = await post(`${server.origin}/webhooks/github`, headers, "{}");
  await server.close();
  const [line] = logged.mock.calls[0]!;
  logged.mockRestore();

  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  const [, printed] = /<!-- printed: express\.json\(\) before webhook\(\) -->\n```text\n([^`]*)\n```/.exec(
    readme,
  )!;
  expect(status).toBe(500);
  expect(String(line)).toBe(printed!.replaceAll(/\n\s*/gu, " ")); // wrapped in the README
});
