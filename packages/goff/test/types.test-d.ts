import type * as z from "zod/mini";
import { expectTypeOf, test } from "vitest";
import { verify, type ExportPayload, type GoffEvent, type NotifyPayload } from "../src/index.ts";
import type { exportSchema, notifySchema } from "../src/schemas.ts";

const options = { secret: "secret" };

test("narrows on type, and an element on kind", () => {
  const event = verify({ headers: {}, body: "" }, options);
  if (event.type === "export") {
    expectTypeOf(event.otherEvents).toEqualTypeOf<readonly unknown[]>();
    for (const one of event.payload.events) {
      if (one.kind === "feature") expectTypeOf(one.variation).toEqualTypeOf<string>();
      else expectTypeOf(one.trackingEventDetails).toEqualTypeOf<Readonly<Record<string, unknown>> | null>();
    }
  } else if (event.type === "notify") {
    expectTypeOf(event.payload.meta["hostname"]).toEqualTypeOf<string | undefined>();
  } else {
    expectTypeOf(event.payload).toEqualTypeOf<unknown>();
  }
});

test("the schemas' outputs are the payloads", () => {
  expectTypeOf<z.output<typeof exportSchema>>().toEqualTypeOf<ExportPayload>();
  expectTypeOf<z.output<typeof notifySchema>>().toEqualTypeOf<NotifyPayload>();
});

test("misuse does not compile", () => {
  // @ts-expect-error a parsed body
  verify({ headers: {}, body: { events: [] } }, options);
  // @ts-expect-error a secret that may be undefined
  verify({ headers: {}, body: "" }, { secret: process.env["GOFF_WEBHOOK_SECRET"] });
  // @ts-expect-error headers that are no headers
  verify({ headers: 42, body: "" }, options);
  // @ts-expect-error a type that is not an event's
  const never = (event: GoffEvent) => event.type === "exporter";
  void never;
});
