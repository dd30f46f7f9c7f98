import { expect, test } from "vitest";
import { messageSchema } from "../src/schemas.ts";

const message = { type: "invoice.paid", timestamp: "2026-01-01T00:00:00Z", data: { total: 5 } };

test("takes the recommended form, with further keys", () => {
  expect(messageSchema.safeParse(message).success).toBe(true);
  expect(messageSchema.safeParse({ ...message, extra: 1 }).success).toBe(true);
});

test.each(["type", "timestamp"])("refuses a message without its %s", (key) => {
  const { [key as "type"]: _dropped, ...rest } = message;
  expect(messageSchema.safeParse(rest).success).toBe(false);
});
