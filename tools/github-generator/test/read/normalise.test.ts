import { expect, test } from "vitest";
import { normalise } from "../../src/read/normalise.ts";
import type { OpenApi, Schema } from "../../src/read/openapi.ts";

const source = { package: "p", version: "1", file: "f" };

function described(
  schema: Schema,
  components: Record<string, Schema> = {},
  subcategory = "widget-sale",
): { source: typeof source; api: OpenApi } {
  const post = {
    operationId: "any/thing",
    externalDocs: { url: "https://docs.example/page#widget_sale" },
    requestBody: { content: { "application/json": { schema } } },
    "x-github": { subcategory },
  };
  return { source, api: { webhooks: { one: { post } }, components: { schemas: components } } };
}

const action = (name: string): Schema => ({ type: "string", enum: [name] });

test("the event is named by its subcategory and the action by its enum, never by the operation", () => {
  const { events } = normalise([described({ type: "object", properties: { action: action("sold") } })]);
  expect(
    Object.entries(events).map(([name, { anchor, actions }]) => [name, anchor, Object.keys(actions)]),
  ).toEqual([["widget_sale", "widget_sale", ["sold"]]]);
});

test("a payload that is one of several becomes one in which all are optional that one of them lacks", () => {
  const { events } = normalise([described({ oneOf: [variant("user"), variant("team")] })]);
  expect(events["widget_sale"]!.actions["sold"]).toEqual({
    id: { is: ["number"], required: 1 },
    team: { is: ["string"], required: 0.5 },
    user: { is: ["string"], required: 0.5 },
  });
});

test("null is said in one way, however it was written", () => {
  const forms: Record<string, Schema> = {
    a: { type: "string", nullable: true },
    b: { type: ["string", "null"] },
    c: { oneOf: [{ type: "string" }, { type: "null" }] },
    d: { type: "string", enum: ["x", null] },
  };
  const fields = normalise([described({ type: "object", properties: { action: action("sold"), ...forms } })])
    .events["widget_sale"]!.actions["sold"]!;
  expect(Object.values(fields).map(({ is, nullable }) => [is, nullable])).toEqual(
    Object.keys(forms).map(() => [["string"], true]),
  );
});

test("a field that is documented as null alone takes the type that other actions give it", () => {
  const { events } = normalise([withField("on", { type: "string" }), withField("off", { nullable: true })]);
  expect(events["widget_sale"]!.actions["off"]).toEqual({ at: { nullable: true } });
});

test("an object that is a component is named, and its variants become one", () => {
  const user: Schema = {
    type: "object",
    required: ["login", "id"],
    properties: { login: { type: "string" }, id: { type: "integer" }, avatar_url: { type: "string" } },
  };
  const terse: Schema = {
    type: "object",
    properties: {
      login: { type: "string" },
      id: { type: "integer" },
      avatar_url: { type: "string" },
      type: { type: "string" },
    },
  };
  const { components, events } = normalise([
    described(
      {
        type: "object",
        properties: { action: action("sold"), buyer: { $ref: "#/components/schemas/u" }, seller: terse },
      },
      { u: user },
    ),
  ]);
  expect(events["widget_sale"]!.actions["sold"]).toEqual({
    buyer: { component: "User" },
    seller: { component: "User" },
  });
  expect(components["User"]).toEqual({
    avatar_url: { is: ["string"], required: 0 },
    id: { is: ["number"], required: 0.5 },
    login: { is: ["string"], required: 0.5 },
    type: { is: ["string"], required: 0 },
  });
});

test("what one description requires and another does not have is required by half", () => {
  const one = described({
    type: "object",
    required: ["new"],
    properties: { action: action("sold"), new: { type: "boolean" } },
  });
  const other = described({
    type: "object",
    required: ["old"],
    properties: { action: action("sold"), old: { type: "boolean" } },
  });
  const fields = normalise([one, other]).events["widget_sale"]!.actions["sold"]!;
  expect([fields["new"]?.required, fields["old"]?.required]).toEqual([0.5, 0.5]);
});

test("a reference to nothing is an error, not an empty type", () => {
  expect(() => normalise([described({ $ref: "#/components/schemas/gone" })])).toThrow("no component gone.");
});

function variant(field: string): Schema {
  return {
    type: "object",
    required: ["id", field],
    properties: { action: action("sold"), id: { type: "integer" }, [field]: { type: "string" } },
  };
}

function withField(name: string, field: Schema): ReturnType<typeof described> {
  return described({ type: "object", properties: { action: action(name), at: field } });
}
