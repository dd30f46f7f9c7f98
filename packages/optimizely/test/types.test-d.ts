import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import {
  verify,
  type ApprovalEventName,
  type ApprovalPayload,
  type Change,
  type ChangeEventName,
  type ChangePayload,
  type DatafileUpdatedPayload,
  type OptimizelyEvent,
  type SnippetUpdatedPayload,
} from "../src/index.ts";
import type {
  approvalSchema,
  changeSchema,
  datafileUpdatedSchema,
  snippetUpdatedSchema,
} from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "project.datafile_updated") {
    expectTypeOf(event.payload.data.revision).toEqualTypeOf<number>();
  } else if (event.type === "project.flag_created") {
    expectTypeOf(event.payload.data).toEqualTypeOf<readonly Change[]>();
    expectTypeOf(event.payload.event).toEqualTypeOf<ChangeEventName>();
  } else if (event.type === "project.approval_created") {
    expectTypeOf(event.payload.event).toEqualTypeOf<ApprovalEventName>();
  } else if (event.type === "unknown") {
    expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  }
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof datafileUpdatedSchema>>().toEqualTypeOf<DatafileUpdatedPayload>();
  expectTypeOf<z.output<typeof snippetUpdatedSchema>>().toEqualTypeOf<SnippetUpdatedPayload>();
  expectTypeOf<z.output<typeof changeSchema>>().toEqualTypeOf<ChangePayload>();
  expectTypeOf<z.output<typeof approvalSchema>>().toEqualTypeOf<ApprovalPayload>();
});

test("a payload narrows on its own event name", () => {
  const nameOf = (payload: ChangePayload | ApprovalPayload) => {
    if (payload.event === "project.approval_updated") {
      expectTypeOf(payload).toEqualTypeOf<ApprovalPayload>();
    } else if (payload.event === "project.flag_updated") {
      expectTypeOf(payload).toEqualTypeOf<ChangePayload>();
    }
  };
  void nameOf;
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { event: "project.flag_created" } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["OPTIMIZELY_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: OptimizelyEvent) => event.type === "project.datafile_deleted";
  void never;
});
