import { ReplyError } from "ioredis";
import { expect, it } from "vitest";
import { bullmqStore } from "../../src/index.ts";
import { toPlainError } from "../../src/redis/plain-errors.ts";
import { expectPlain, SECRET } from "./expect-plain.ts";

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
