import { inspect } from "node:util";
import { expect } from "vitest";
import { deliver, orders } from "../../../inbox/src/store-contract/deliveries.ts";

/** The password of the tests' connections, and part of the body of their delivery. */
export const SECRET = "correct-horse-battery";

export const { verified, delivery } = deliver(orders, {
  type: "created",
  number: 1,
  card: SECRET.repeat(50),
});
const stored = Buffer.from(delivery.body as Uint8Array).toString("base64");

/** No error holds the password, the body or the command that failed, at any depth. */
export function expectPlain(errors: readonly unknown[]): void {
  for (const error of errors) {
    const text = inspect(error, { depth: null, showHidden: true, maxStringLength: null });
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(stored);
    expect(text).not.toMatch(/\bcommand: \{|\bcause\b/);
  }
}
