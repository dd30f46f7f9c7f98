import { ReplyError } from "ioredis";
import { expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { readConnection } from "../../src/redis/connection.ts";
import { toSafeError } from "../../src/redis/safe-errors.ts";
import { expectSafe, SECRET } from "./expect-safe.ts";

const url = `redis://u:${SECRET}@127.0.0.1:6379`;

it.each([
  `u:${SECRET}@`,
  `redis://u:${SECRET}@127.0.0.1:port`,
  `//u:${SECRET}@:1`,
  url.replace("redis:", "http:"),
  url.replace("redis:", "redis+tls:"),
  `"${url}"`,
  `'u:${SECRET}@127.0.0.1'`,
  `REDIS_URL=${url}`,
  `REDIS_PASSWORD=${SECRET}`,
  ` ${url}`,
  `${url}\n`,
])("refuses a URL that cannot be read without quoting it: %s", (connection) => {
  expect(() => bullmqStore({ name: "test", connection })).toThrow(
    new TypeError(
      "connection is not a URL that can be read, such as redis://localhost:6379: redis, rediss, valkey or valkeys, without quotes and white space.",
    ),
  );
});

it.each([
  [`valkey://u:${SECRET}@127.0.0.1:6379/2`, `redis://u:${SECRET}@127.0.0.1:6379/2`],
  ["valkeys://cache.example", "rediss://cache.example"],
  ["rediss://cache.example:6380", "rediss://cache.example:6380"],
  ["localhost:6379", "localhost:6379"],
  ["redis://[::1]:6379", "redis://[::1]:6379"],
  ["/run/redis.sock", "/run/redis.sock"],
  ["6379", "6379"],
])("reads %s as ioredis does: %s", (given, connection) => {
  expect(readConnection(given)).toBe(connection);
});

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
  {
    name: "nothing of where it looked",
    error: Object.assign(new AggregateError([refused("::1"), new Error(SECRET), refused("127.0.0.1")]), {
      code: "ECONNREFUSED",
    }),
    message: "Redis could not be reached: connect ECONNREFUSED ::1:6379, connect ECONNREFUSED 127.0.0.1:6379",
  },
  {
    name: "nothing of a name that is not known",
    error: Object.assign(new Error("getaddrinfo ENOTFOUND cache.example"), { syscall: "getaddrinfo" }),
    message: "Redis could not be reached: getaddrinfo ENOTFOUND cache.example",
  },
])("keeps the fault and leaves out $name", ({ error, message }) => {
  const plain = toSafeError(error);
  expect(plain.message).toBe(message);
  expectSafe([plain]);
  expect(plain.stack).toContain("safe-errors");
});

it("keeps a code", () => {
  expect(toSafeError(Object.assign(new Error("no"), { code: "ENOTFOUND" }))).toMatchObject({
    code: "ENOTFOUND",
  });
});

it("says little of what is no error", () => {
  expect(toSafeError(SECRET)).toEqual(new Error("the bullmq store failed."));
});

/** As Node says it of one address. */
function refused(address: string): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:6379`), { syscall: "connect" });
}
