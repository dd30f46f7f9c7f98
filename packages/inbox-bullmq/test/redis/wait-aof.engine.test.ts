import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { deliver, order, users } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox, type Inbox } from "@flaghook/inbox";
import {
  findWaitingRedis,
  startRedis,
  type RedisServer,
} from "../../../../tools/test-support/servers/redis.ts";

const program = findWaitingRedis();
const doesWait = program !== undefined && (await showsThatItWaits(program));
if (program !== undefined && !doesWait)
  console.warn(`SKIPPED: ${program} answers WAITAOF before its fsync, so waiting was not tested.`);

/** Without our own code: three writes that wait for a disk of one fsync a second take two seconds at least. */
async function showsThatItWaits(command: string): Promise<boolean> {
  const server = await startRedis({ appendfsync: "everysec" }, process.env, command);
  const redis = new Redis(server.port);
  const startedAt = performance.now();
  for (let wait = 0; wait < 3; wait++) {
    await redis.set("key", wait);
    await redis.call("WAITAOF", 1, 0, 5000);
  }
  const took = performance.now() - startedAt;
  redis.disconnect();
  await server.stop();
  return took > 1500;
}

describe.runIf(program !== undefined && !doesWait)("a Redis that says that it waits, and does not", () => {
  it("is refused", async () => {
    const server = await startRedis({ appendfsync: "everysec" }, process.env, program);
    const inbox = createInbox({ store: bullmqStore({ connection: server.url }) });
    const { verified, delivery } = order(1);
    await expect(inbox.accept(verified, delivery)).rejects.toThrow(/answers WAITAOF before its disk/);
    await inbox.stop();
    await server.stop();
  }, 30_000);
});

describe.runIf(doesWait)("a Redis that fsyncs every second and can be asked to wait", () => {
  let server: RedisServer;
  let admin: Redis;
  const inboxes: Inbox[] = [];

  beforeEach(async () => {
    server = await startRedis({ appendfsync: "everysec" }, process.env, program);
    admin = new Redis(server.port, { maxRetriesPerRequest: null });
  });
  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop()));
    admin.disconnect();
    await server.stop();
  });

  /** An inbox of its own, as another process has it, with its queue made. */
  async function openInbox(): Promise<Inbox> {
    const inbox = createInbox({ store: bullmqStore({ connection: server.url }), onError: () => {} });
    inboxes.push(inbox);
    const { verified, delivery } = order(0);
    await inbox.accept(verified, delivery);
    return inbox;
  }

  async function statistic(pattern: RegExp, section: string): Promise<number> {
    return Number(pattern.exec(await admin.info(section))?.[1] ?? 0);
  }

  /** With no fsync at all, what was acknowledged is never on disk: a disk that hangs. */
  const holdDisk = (): Promise<unknown> => admin.config("SET", "appendfsync", "no");
  const releaseDisk = (): Promise<unknown> => admin.config("SET", "appendfsync", "everysec");

  const countWaiting = (): Promise<number> => statistic(/^blocked_clients:(\d+)/m, "clients");

  /** Until so many clients wait for the disk. */
  async function untilWaiting(count: number): Promise<void> {
    await expect.poll(countWaiting, { timeout: 5000 }).toBe(count);
  }

  it("is asked once for a batch, whatever its providers", async () => {
    const inbox = await openInbox();
    await admin.config("RESETSTAT");
    const batch = [...[1, 2, 3].map((number) => order(number)), deliver(users, { type: "joined", id: "u1" })];
    const outcomes = await Promise.all(
      batch.map(({ verified, delivery }) => inbox.accept(verified, delivery)),
    );
    expect(outcomes).toEqual(Array<string>(batch.length).fill("accepted"));
    expect(await statistic(/^cmdstat_waitaof:calls=(\d+)/m, "commandstats")).toBe(1);
  });

  it("is not answered for before its disk, and everything else goes on meanwhile", async () => {
    const inbox = await openInbox();
    await holdDisk();
    let outcome: string | undefined;
    const { verified, delivery } = order(1);
    const accepting = inbox.accept(verified, delivery).then((answer) => (outcome = answer));
    await untilWaiting(1);
    expect(await inbox.counts()).toEqual({ pending: 2, running: 0, done: 0, dead: 0 });
    expect(outcome).toBeUndefined();
    await releaseDisk();
    expect(await accepting).toBe("accepted");
  });

  it("lets a duplicate in another process wait for the first one's disk", async () => {
    const [one, other] = await Promise.all([openInbox(), openInbox()]);
    await holdDisk();
    const answers: string[] = [];
    const { verified, delivery } = order(1);
    const first = one.accept(verified, delivery).then((answer) => answers.push(answer));
    await untilWaiting(1);
    const second = other.accept(verified, delivery).then((answer) => answers.push(answer));
    await untilWaiting(2);
    expect(answers).toEqual([]);
    await releaseDisk();
    await Promise.all([first, second]);
    expect(answers.toSorted()).toEqual(["accepted", "duplicate"]);
  });

  it("makes an accept reject whose connection broke while it waited", async () => {
    const inbox = await openInbox();
    await holdDisk();
    const { verified, delivery } = order(1);
    const answered = inbox.accept(verified, delivery).catch((error: unknown) => error);
    await untilWaiting(1);
    // Back at once: a command that is sent again over the new connection knows nothing of what was written over the old one.
    await admin.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    expect(await answered).toBeInstanceOf(Error);
    await releaseDisk();
    expect(await inbox.accept(verified, delivery)).toBe("duplicate");
  });
});
