import type { FlagChange } from "@flaghook/core";
import { describe, expect, it } from "vitest";
import { signSentryFlags, toSentryFlags } from "../src/sentry.ts";
import { changeWith, FULL } from "./change.ts";

const receivedAt = new Date("2026-11-29T12:00:00Z");
const flagOf = (change: FlagChange): unknown => toSentryFlags([change], { receivedAt }).data[0];

describe("toSentryFlags", () => {
  it("says what Sentry keeps", () => {
    expect(toSentryFlags([FULL], { receivedAt })).toEqual({
      data: [
        {
          action: "updated",
          flag: "checkout-v2",
          created_at: "2026-11-29T10:11:12.345Z",
          created_by: { id: "ana@example.com", type: "email" },
          change_id: 635_587_716_166_128, // computed with Python
        },
      ],
      meta: { version: 1 },
    });
  });

  it.each([
    ["created", "created"],
    ["restored", "created"],
    ["deleted", "deleted"],
    ["archived", "deleted"],
    ["updated", "updated"],
    ["enabled", "updated"],
    ["disabled", "updated"],
    ["targeting-changed", "updated"],
    ["variations-changed", "updated"],
    ["metadata-changed", "updated"],
    ["published", "updated"],
    ["unknown", "updated"],
  ] as const)("calls %s %s", (action, expected) => {
    expect(flagOf(changeWith({ action }))).toMatchObject({ action: expected });
  });

  it.each([
    { what: "an approval", change: changeWith({ action: "approval" }) },
    { what: "a segment", change: changeWith({ resource: "segment" }) },
    { what: "a datafile", change: changeWith({ resource: "config", subject: undefined }) },
    { what: "a flag without a key", change: changeWith({ subject: { id: "1", name: "Checkout" } }) },
    { what: "a flag with a blank key", change: changeWith({ subject: { key: " " } }) },
    { what: "a flag with a NUL in its key", change: changeWith({ subject: { key: "a\0b" } }) },
    {
      what: "a flag with a key of 101 characters",
      change: changeWith({ subject: { key: "a".repeat(101) } }),
    },
  ])("leaves out $what, and keeps the others", ({ change }) => {
    expect(toSentryFlags([change, FULL], { receivedAt }).data).toEqual([flagOf(FULL)]);
  });

  it("counts characters, as Sentry does, and not the halves of surrogate pairs", () => {
    expect(flagOf(changeWith({ subject: { key: "🚩".repeat(100) } }))).toMatchObject({
      flag: "🚩".repeat(100),
    });
    expect(flagOf(changeWith({ actor: { type: "user", name: "🚩".repeat(101) } }))).toMatchObject({
      created_by: { id: "🚩".repeat(100), type: "name" },
    });
  });

  it.each([
    { actor: { type: "user", id: "u1", name: "Ana" }, expected: { id: "u1", type: "id" } },
    { actor: { type: "user", email: "", name: "Ana" }, expected: { id: "Ana", type: "name" } },
    { actor: { type: "system" }, expected: { id: "unknown", type: "name" } },
    { actor: undefined, expected: { id: "unknown", type: "name" } },
  ] as const)("names $actor as $expected", ({ actor, expected }) => {
    expect(flagOf(changeWith({ actor }))).toMatchObject({ created_by: expected });
  });

  it.each([undefined, "yesterday", "2026-11-29"])("takes the time of receipt for %s", (occurredAt) => {
    expect(flagOf(changeWith({ occurredAt }))).toMatchObject({ created_at: "2026-11-29T12:00:00.000Z" });
  });

  it("gives each change its number, the same each time", () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => {
      return toSentryFlags([changeWith({ id: `sha256:aa#${index}` })]).data[0]!.change_id;
    });
    expect(new Set(numbers).size).toBe(1000);
    expect(numbers.every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true);
    expect(toSentryFlags([changeWith({ id: "sha256:aa#7" })]).data[0]!.change_id).toBe(numbers[7]);
  });

  it.each([new Date(Number.NaN), "2026-11-29", 0, null])("throws for %s as receivedAt", (wrong) => {
    expect(() => toSentryFlags([], { receivedAt: wrong as Date })).toThrow(
      new TypeError("receivedAt must be a valid Date."),
    );
  });
});

describe("signSentryFlags", () => {
  // Computed with Python's hmac module, as Sentry does.
  it("signs as Sentry verifies", async () => {
    expect(
      await signSentryFlags({ data: [], meta: { version: 1 } }, { secret: "sentry-test-secret" }),
    ).toEqual({
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-sentry-signature": "e1163a6f2528aafc6aac07d499204537b1b63585f46952db9736d63b3bb1b370",
      },
      body: '{"data":[],"meta":{"version":1}}',
    });
  });

  it.each(["", undefined, null, 7])("rejects %j as a secret", async (secret) => {
    await expect(signSentryFlags(toSentryFlags([]), { secret: secret as string })).rejects.toThrow(
      new TypeError("secret must be the signing secret that you gave Sentry's generic provider."),
    );
  });
});
