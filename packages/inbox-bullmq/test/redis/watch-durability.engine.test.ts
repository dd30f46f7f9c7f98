import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { createInbox } from "@flaghook/inbox";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a Redis that came back with other settings", () => {
  it("is refused until it keeps again what it acknowledges", async () => {
    const server = await startRedis();
    const faults: string[] = [];
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: (error) => faults.push((error as Error).message),
    });
    expect(await accept(inbox, order(1))).toBe("accepted");
    await server.kill("SIGKILL");
    await server.restart(process.env, { appendfsync: "everysec" });
    const says =
      /^Redis came back with other settings. Redis could lose deliveries .*appendfsync is everysec/;
    await expect.poll(() => faults.find((fault) => says.test(fault))).toBeDefined();
    await expect(accept(inbox, order(2))).rejects.toThrow(says);
    await expect(accept(inbox, order(1))).rejects.toThrow(says);
    const admin = new Redis(server.url);
    await admin.config("SET", "appendfsync", "always");
    expect(await accept(inbox, order(2))).toBe("accepted");
    admin.disconnect();
    await inbox.stop();
    await server.stop();
  }, 30_000);

  it("is taken when that is wanted", async () => {
    const server = await startRedis();
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url, durability: "unsafe" }),
      onError: () => {},
    });
    expect(await accept(inbox, order(1))).toBe("accepted");
    await server.kill("SIGKILL");
    await server.restart(process.env, { appendfsync: "everysec" });
    await expect.poll(() => accept(inbox, order(2)).catch(() => "away")).not.toBe("away");
    await inbox.stop();
    await server.stop();
  }, 30_000);
});
