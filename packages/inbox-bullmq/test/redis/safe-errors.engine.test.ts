import { createInbox, type Inbox } from "@flaghook/inbox";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { freePort } from "../../../../tools/test-support/servers/process.ts";
import {
  freeze,
  hasRedis,
  startRedis,
  type RedisServer,
} from "../../../../tools/test-support/servers/redis.ts";
import { bullmqStore, type BullmqStoreOptions } from "../../src/index.ts";
import { delivery, expectSafe, SECRET, verified } from "./expect-safe.ts";

describe.runIf(hasRedis())("an error of the bullmq store", () => {
  const servers: RedisServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  async function start(config?: Record<string, string>): Promise<RedisServer> {
    const server = await startRedis(config);
    servers.push(server);
    return server;
  }

  it("has no body in it when Redis is full", async () => {
    const { url } = await start();
    const { inbox, faults } = open(url);
    await inbox.start();
    const admin = new Redis(url);
    await admin.config("SET", "maxmemory", "1mb");
    const error: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(/^(OOM command not allowed|Redis has 0\.0 MiB)/);
    // Its workers cannot take anything either.
    await expect.poll(() => faults.length).toBeGreaterThan(0);
    await inbox.stop();
    expectSafe([error, ...faults]);
    admin.disconnect();
  }, 30_000);

  it("has no password in it when that is wrong", async () => {
    const { port } = await start();
    const { inbox, faults } = open(`redis://somebody:${SECRET}@127.0.0.1:${port}`);
    const error: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    await inbox.stop().catch((reason: unknown) => faults.push(reason));
    expect(faults).toContainEqual(new Error("Redis refused the user or the password of the connection."));
    expectSafe([error, ...faults]);
  }, 30_000);

  it("has no password in it when nobody responds", async () => {
    const port = await freePort();
    const { inbox, faults } = open(`redis://somebody:${SECRET}@127.0.0.1:${port}`);
    const error: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    await inbox.stop().catch((reason: unknown) => faults.push(reason));
    expect(faults).toContainEqual(expect.objectContaining({ code: "ECONNREFUSED" }));
    expectSafe([error, ...faults]);
  }, 30_000);

  it("has no body in it when Redis went away or does not respond", async () => {
    const server = await start();
    const { inbox, faults } = open({ port: server.port, commandTimeout: 300 });
    await inbox.start();
    await inbox.counts();
    await freeze(server);
    const late: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(late).toEqual(new Error("Command timed out"));
    await server.kill("SIGKILL");
    const away: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(away).toBeInstanceOf(Error);
    await inbox.stop({ timeoutMs: 0 }).catch((reason: unknown) => faults.push(reason));
    expectSafe([late, away, ...faults]);
  }, 30_000);
});

function open(connection: BullmqStoreOptions["connection"]): { inbox: Inbox; faults: unknown[] } {
  const faults: unknown[] = [];
  const onError = (error: unknown): void => void faults.push(error);
  const inbox = createInbox({
    store: bullmqStore({ name: "test", connection }),
    acceptTimeoutMs: 3000,
    onError,
  });
  inbox.handle(orders, () => {});
  return { inbox, faults };
}
