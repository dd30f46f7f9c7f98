import { createInbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore } from "../../src/index.ts";

describe.runIf(hasRedis())("a Redis that is full", () => {
  it("counts and lists what it has, and knows its duplicates", async () => {
    const server = await startRedis();
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: () => {},
    });
    expect(await accept(inbox, order(1, "a"))).toBe("accepted");
    expect(await accept(inbox, order(1, "b"))).toBe("replay");
    const admin = new Redis(server.url);
    await admin.config("SET", "maxmemory", "1mb");
    await expect(accept(inbox, order(2))).rejects.toThrow(/OOM command not allowed|^Redis has 0\.0 MiB/);
    expect(await inbox.counts()).toEqual({ pending: 1, running: 0, done: 0, dead: 1 });
    const [row] = await inbox.list({ state: "dead" });
    expect(row).toMatchObject({ unsignedId: "b" });
    await expect(inbox.retry(row!.id)).rejects.toThrow(/OOM command not allowed/);
    await admin.config("SET", "maxmemory", "0");
    expect(await inbox.retry(row!.id)).toBe(true);
    expect(await accept(inbox, order(1, "b"))).toBe("duplicate");
    admin.disconnect();
    await inbox.stop();
    await server.stop();
  }, 30_000);
});
