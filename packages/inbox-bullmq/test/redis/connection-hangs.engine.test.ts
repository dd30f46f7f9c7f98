import { describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { order, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox } from "@flaghook/inbox";
import { freeze, hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";

describe.runIf(hasRedis())("a Redis that hangs", () => {
  it("makes an accept reject", async () => {
    const server = await startRedis();
    const connection = { port: server.port, commandTimeout: 500 };
    const inbox = createInbox({ store: bullmqStore({ name: "test", connection }), onError: () => {} });
    const [first, second] = [order(1), order(2)];
    expect(await inbox.accept(first.verified, first.delivery)).toBe("accepted");
    await freeze(server);
    await expect(inbox.accept(second.verified, second.delivery)).rejects.toThrow("Command timed out");
    await inbox.stop();
    await server.stop();
  }, 30_000);

  it("does not keep an inbox from stopping", async () => {
    const server = await startRedis();
    const faults: string[] = [];
    const inbox = createInbox({
      store: bullmqStore({ name: "test", connection: server.url }),
      onError: (error) => faults.push((error as Error).message),
    });
    let signal: AbortSignal | undefined;
    inbox.handle(orders, async (_, context) => {
      signal = context.signal;
      await new Promise(() => {});
    });
    await inbox.start();
    const { verified, delivery } = order(1);
    await inbox.accept(verified, delivery);
    await expect.poll(() => signal?.aborted).toBe(false);
    await freeze(server);
    await inbox.stop({ timeoutMs: 0 });
    expect(signal?.aborted).toBe(true);
    expect(faults).toContain("Redis did not respond a worker that was stopping within 3000 ms.");
    await server.stop();
  }, 30_000);
});
