import { expect, test } from "vitest";
import { keepEvent } from "../src/database/events.ts";
import { causeOfDamage, findDamage } from "../src/receiving/damage.ts";
import { openTestRadar } from "./open-test-radar.ts";

test("a body is compared with a verified one that is not handled yet", async () => {
  const { database } = await openTestRadar();
  const signed = JSON.stringify({ flags: { added: { checkout: { disable: false, version: "1" } } } });
  await keepEvent(database, {
    provider: "goff",
    dedupeKey: "one",
    headers: {},
    body: new TextEncoder().encode(signed),
  });
  const damage = await findDamage(database, "goff", signed.replace("false", "true"));
  expect(damage?.comparedWith).toBeUndefined();
  expect(causeOfDamage(damage!)).toMatchObject({ id: "verified-body-changed" });
  const unchanged = await findDamage(database, "goff", signed);
  expect(causeOfDamage(unchanged!)).toBeUndefined();
});
