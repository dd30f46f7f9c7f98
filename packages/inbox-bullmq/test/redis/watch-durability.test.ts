import type { Redis } from "ioredis";
import { expect, it } from "vitest";
import { askFacts } from "../../src/redis/watch-durability.ts";

function redisWith(fault: Error): Redis {
  const redis = { info: async () => "maxmemory_policy:noeviction", config: () => Promise.reject(fault) };
  return redis as unknown as Redis;
}

it.each([
  "NOPERM this user has no permissions to run the 'config|get' command",
  "ERR unknown command 'CONFIG', with args beginning with: 'GET' '*append*'",
])("knows only the rest of a Redis that does not let us look: %s", async (message) => {
  const refusal = Object.assign(new Error(message), { name: "ReplyError" });
  expect(await askFacts(redisWith(refusal))).toEqual({
    appendonly: undefined,
    appendfsync: undefined,
    noFsyncOnRewrite: undefined,
    maxmemoryPolicy: "noeviction",
  });
});

it.each([
  new Error("Connection is closed."),
  Object.assign(new Error("Command timed out"), { name: "Error" }),
  Object.assign(new Error("LOADING Redis is loading the dataset in memory"), { name: "ReplyError" }),
])("has the fault of a Redis that went away as it is: $message", async (error) => {
  await expect(askFacts(redisWith(error))).rejects.toBe(error);
});
