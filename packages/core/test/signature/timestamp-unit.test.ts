import { expect, it } from "vitest";
import { defineProvider, type WebhookEvent } from "../../src/index.ts";
import { pointerTo } from "../support/pointer.ts";
import { body, secret } from "../support/acme.ts";
import { slack, statsig } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const time = new Date(Date.UTC(2026, 0, 1));
const define = (timestamp: object) =>
  defineProvider<WebhookEvent>({
    id: "acme",
    scheme: { ...slack, timestamp: { ...slack.timestamp, ...timestamp } },
    eventName: { field: "type" },
    events: {},
  });

it.each([
  { sent: "ms", read: "s", word: "milliseconds" },
  { sent: "s", read: "ms", word: "seconds" },
])("a time in $word that is read as $read names the unit to set", ({ sent, read, word }) => {
  const headers = define({ unit: sent }).sign(body, { secret, timestamp: time });
  const refusal = refusalOf(() =>
    define({ unit: read }).verify({ headers, body }, { secret, now: () => time }),
  );
  expect([refusal.code, refusal.message]).toEqual([
    "stale-timestamp",
    `acme: the signed time is in ${word}: set scheme.timestamp.unit to "${sent}".${pointerTo("stale-timestamp")}`,
  ]);
});

it.each([slack, statsig])("a time that is old in either unit names the clock: $header", (scheme) => {
  const provider = defineProvider<WebhookEvent>({
    id: "acme",
    scheme,
    eventName: { field: "type" },
    events: {},
  });
  const headers = provider.sign(body, { secret, timestamp: new Date(Number(time) - 600_000) });
  const refusal = refusalOf(() => provider.verify({ headers, body }, { secret, now: () => time }));
  expect(refusal.message).toBe(
    `acme: the signed time is 600 s from now, over the tolerance of 300 s. Check this machine's clock.${pointerTo("stale-timestamp")}`,
  );
});
