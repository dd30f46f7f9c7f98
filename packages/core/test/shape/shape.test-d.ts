import { expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import { defineProvider, type EventOf } from "../../src/index.ts";
import { schemaOf } from "../../src/schemas.ts";
import {
  absent,
  array,
  checkOf,
  lazy,
  literal,
  nullable,
  nullish,
  number,
  object,
  optional,
  record,
  string,
  union,
  unknown,
  variants,
  type Shape,
  type ValueOf,
} from "../../src/shape.ts";

interface Order {
  readonly id: string;
  readonly kind: "order" | "return";
  readonly lines: readonly { readonly sku: string }[];
  readonly labels: Readonly<Record<string, number>>;
  readonly parent: string | null;
  readonly extra: unknown;
  readonly note?: string | null | undefined;
  readonly paid?: boolean | undefined;
  readonly before?: unknown;
  readonly invoice?: null | undefined;
  readonly reference: string | number;
}

const order = object({
  id: string,
  kind: literal("order", "return"),
  lines: array(object({ sku: string })),
  labels: record(number),
  parent: nullable(string),
  extra: unknown,
  note: nullish(string),
  paid: optional({} as Shape<boolean>),
  before: optional(unknown),
  invoice: absent,
  reference: union(string, number),
});

test("a shape says exactly what the interface says", () => {
  expectTypeOf<ValueOf<typeof order>>().toEqualTypeOf<Order>();
});

test("a field less, another type or another optionality is no equal", () => {
  expectTypeOf<ValueOf<typeof order>>().not.toEqualTypeOf<Omit<Order, "note">>();
  expectTypeOf<ValueOf<typeof order>>().not.toEqualTypeOf<Omit<Order, "parent"> & { parent: string }>();
  const { note: _, ...required } = { note: nullish(string), id: string };
  expectTypeOf<ValueOf<ReturnType<typeof object<typeof required>>>>().not.toEqualTypeOf<{
    readonly id?: string | undefined;
  }>();
});

test("variants are the union of their options", () => {
  const event = variants("action", {
    opened: object({ action: literal("opened"), at: number }),
    closed: object({ action: literal("closed") }),
  });
  expectTypeOf<ValueOf<typeof event>>().toEqualTypeOf<
    { readonly action: "opened"; readonly at: number } | { readonly action: "closed" }
  >();
});

test("a shape that refers to itself is checked against its interface", () => {
  interface Tree {
    readonly child?: Tree | null | undefined;
  }
  const tree: Shape<Tree> = object({ child: nullish(lazy(() => tree)) });
  expectTypeOf(schemaOf(tree)).toEqualTypeOf<z.ZodMiniType<Tree>>();
  // @ts-expect-error the child of a tree is a tree
  const wrong: Shape<Tree> = object({ child: nullish(string) });
  void wrong;
});

test("the schema's output is the shape's value", () => {
  expectTypeOf<z.output<ReturnType<typeof schemaOf<Order>>>>().toEqualTypeOf<Order>();
  expectTypeOf(schemaOf(order)).toEqualTypeOf<z.ZodMiniType<ValueOf<typeof order>>>();
});

test("a provider takes the payload's type from the check of a shape", () => {
  const acme = defineProvider({
    id: "acme",
    scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { created: checkOf(order), paid: { validator: checkOf(object({ total: number })) } },
  });
  const event = acme.verify({ headers: {}, body: "" }, { secret: "secret" });
  if (event.type === "created") expectTypeOf(event.payload).toEqualTypeOf<ValueOf<typeof order>>();
  if (event.type === "paid") expectTypeOf(event.payload).toEqualTypeOf<{ readonly total: number }>();
  expectTypeOf<EventOf<"a", { x: () => true }>["payload"]>().toEqualTypeOf<unknown>();
});

test("misuse does not compile", () => {
  const base = {
    id: "acme",
    scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
  } as const;
  // @ts-expect-error a shape is no validator: checkOf(order) is
  defineProvider({ ...base, events: { created: order } });
  // @ts-expect-error a field that is no shape
  object({ id: "string" });
});
