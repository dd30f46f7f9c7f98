import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type FlagChange,
  type FlagPayload,
  type FlagRuleUpdatedPayload,
  type WorkosEvent,
} from "../src/index.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "flag.rule_updated") expectTypeOf(event.payload).toEqualTypeOf<FlagRuleUpdatedPayload>();
  else if (event.type === "unknown") expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  else expectTypeOf(event.payload).toEqualTypeOf<FlagPayload>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { event: "flag.created" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["WORKOS_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: WorkosEvent) => event.type === "flag.archived";
  void never;
});
