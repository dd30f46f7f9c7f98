import { expectTypeOf, test } from "vitest";
import {
  flagChanges,
  verify,
  type FeatureFlagPayload,
  type FlagChange,
  type GitlabEvent,
} from "../src/index.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "feature_flag") expectTypeOf(event.payload).toEqualTypeOf<FeatureFlagPayload>();
  else expectTypeOf(event.payload).toEqualTypeOf<unknown>();
});

test("changes are those of every vendor", () => {
  const event = verify({ headers: {}, body: "" }, options);
  expectTypeOf(flagChanges(event)).toEqualTypeOf<readonly FlagChange[]>();
});

test("takes a signing token and a token, named as such", () => {
  verify({ headers: {}, body: "" }, { secret: ["whsec_a", { token: "b" }] });
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { object_kind: "feature_flag" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["GITLAB_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: GitlabEvent) => event.type === "push";
  void never;
});
