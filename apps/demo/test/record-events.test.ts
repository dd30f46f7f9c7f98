import type { Inbox } from "@flaghook/inbox";
import { expect, test } from "vitest";
import { sources } from "../src/providers.ts";
import { recordEvents } from "../src/receiving/record-events.ts";
import { openTestRadar } from "./open-test-radar.ts";

type Handler = Parameters<Inbox["handle"]>[1];

test("an event that gives no line is said in a line of the log, and the inbox gets the failure", async () => {
  const { database, newsroom } = await openTestRadar();
  const logged: string[] = [];
  const handlers: Handler[] = [];
  const broken = {
    ...sources.find(({ provider }) => provider.id === "goff")!,
    linesOf() {
      throw new Error("no words for it");
    },
  };
  const handle: Inbox["handle"] = (_provider, handler) => {
    handlers.push(handler as Handler);
  };
  recordEvents({ handle }, { sources: [broken], database, newsroom, log: (line) => logged.push(line) });
  const context = { key: "k", attempt: 2, scope: "", receivedAt: new Date(0) };
  const event = { name: "notify", dedupeKey: "d" };
  await expect(handlers[0]!(event as never, context as never)).rejects.toThrow("no words for it");
  expect(logged).toEqual(["goff: attempt 2 gave no line, the inbox goes on trying: Error: no words for it"]);
});
