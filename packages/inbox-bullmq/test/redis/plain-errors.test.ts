import { inspect } from "node:util";
import { Redis, ReplyError } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { toPlainError } from "../../src/redis/plain-errors.ts";
import { bullmqStore, type BullmqStoreOptions } from "../../src/index.ts";
import { deliver, orders } from "../../../inbox/src/store-contract/deliveries.ts";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { freePort } from "../../../../tools/test-support/servers/process.ts";
import {
  freeze,
  hasRedis,
  startRedis,
  type RedisServer,
} from "../../../../tools/test-support/servers/redis.ts";

const SECRET = "correct-horse-battery";
const { verified, delivery } = deliver(orders, { type: "created", number: 1, card: SECRET.repeat(50) });
const stored = Buffer.from(delivery.body as Uint8Array).toString("base64");

it.each([`u:${SECRET}@`, `redis://u:${SECRET}@127.0.0.1:port`, `//u:${SECRET}@:1`])(
  "refuses a URL that cannot be read without quoting it: %s",
  (connection) => {
    expect(() => bullmqStore({ name: "test", connection })).toThrow(
      new TypeError("connection is not a URL that can be read, such as redis://localhost:6379."),
    );
  },
);

it.each([
  {
    name: "an unknown command, with its arguments",
    error: new Error(
      `ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' '${SECRET}' `,
    ),
    message: "ERR unknown command 'HELLO'",
  },
  {
    name: "a body that is not JSON",
    error: new SyntaxError(`Unexpected token 'c', "${SECRET}" is not valid JSON`),
    message: "what Redis has of a delivery cannot be read.",
  },
  {
    name: "a cause",
    error: new Error("ERR no", { cause: new ReplyError(SECRET) }),
    message: "ERR no",
  },
  {
    name: "no message",
    error: Object.assign(new AggregateError([new Error(SECRET)]), { code: "ECONNREFUSED" }),
    message: "Redis could not be reached: ECONNREFUSED",
  },
])("keeps the fault and leaves out $name", ({ error, message }) => {
  const plain = toPlainError(error);
  expect(plain.message).toBe(message);
  expectPlain([plain]);
  expect(plain.stack).toContain("plain-errors");
});

it("keeps a code", () => {
  expect(toPlainError(Object.assign(new Error("no"), { code: "ENOTFOUND" }))).toMatchObject({
    code: "ENOTFOUND",
  });
});

it("says little of what is no error", () => {
  expect(toPlainError(SECRET)).toEqual(new Error("the bullmq store failed."));
});

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
    expect((error as Error).message).toMatch(/^OOM command not allowed/);
    // Its workers cannot take anything either.
    await expect.poll(() => faults.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await inbox.stop();
    expectPlain([error, ...faults]);
    admin.disconnect();
  }, 30_000);

  it("has no password in it when that is wrong", async () => {
    const { port } = await start();
    const { inbox, faults } = open(`redis://somebody:${SECRET}@127.0.0.1:${port}`);
    const error: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    await inbox.stop().catch((reason: unknown) => faults.push(reason));
    expect(faults).toContainEqual(new Error("Redis refused the user or the password of the connection."));
    expectPlain([error, ...faults]);
  }, 30_000);

  it("has no password in it when nobody answers", async () => {
    const port = await freePort();
    const { inbox, faults } = open(`redis://somebody:${SECRET}@127.0.0.1:${port}`);
    const error: unknown = await inbox.accept(verified, delivery).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    await inbox.stop().catch((reason: unknown) => faults.push(reason));
    expect(faults).toContainEqual(expect.objectContaining({ code: "ECONNREFUSED" }));
    expectPlain([error, ...faults]);
  }, 30_000);

  it("has no body in it when Redis went away or does not answer", async () => {
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
    expectPlain([late, away, ...faults]);
  }, 30_000);
});

function expectPlain(errors: readonly unknown[]): void {
  for (const error of errors) {
    const text = inspect(error, { depth: null, showHidden: true, maxStringLength: null });
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(stored);
    expect(text).not.toMatch(/\bcommand: \{|\bcause\b/);
  }
}

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
