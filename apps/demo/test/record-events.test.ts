import { createInbox } from "@flaghook/inbox";
import { memoryStore } from "@flaghook/inbox/memory";
import { expect, test } from "vitest";
import { createFailures } from "../src/inbox/failures.ts";
import { createMeter } from "../src/inbox/meter.ts";
import { createSampleHandler } from "../src/inbox/sample-handler.ts";
import { sources } from "../src/providers.ts";
import { recordEvents } from "../src/receiving/record-events.ts";
import { newFlag, openTestRadar } from "./open-test-radar.ts";

test("an event that gives no line is said in a line of the log, and is counted as failed", async () => {
  const { database, newsroom } = await openTestRadar();
  const meter = createMeter(() => new Date(0));
  const { provider, folder } = sources.find((source) => source.provider.id === "goff")!;
  const broken = {
    provider,
    folder,
    linesOf() {
      throw new Error("no words for it");
    },
  };
  const line = await new Promise<string>((resolve) => {
    const failures = createFailures(() => {}, resolve);
    const inbox = createInbox({ store: memoryStore(), attempts: 1, onFailure: failures.record });
    recordEvents(inbox, {
      sources: [broken],
      database,
      newsroom,
      sampleHandler: createSampleHandler(),
      datafiles: { watch: () => Promise.resolve() },
      log: () => {},
      meter,
    });
    const body = JSON.stringify(newFlag("checkout"));
    const delivery = { headers: provider.sign(body, { secret: "a secret of this test" }), body };
    const event = provider.verify(delivery, { secret: "a secret of this test" });
    void inbox.start().then(() => inbox.accept(event, delivery));
  });
  expect(line).toBe(
    "goff notify: attempt 1 failed, it is dead (attempts), and the page can retry it: no words for it",
  );
  expect(meter.read().failed.at(-1)).toBe(1);
});
