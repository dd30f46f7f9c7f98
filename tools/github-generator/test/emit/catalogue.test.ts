import { github } from "@flaghook/github";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GITHUB_PACKAGE, readCatalogue } from "../../src/read/files.ts";
import { typeName } from "../../src/emit/names.ts";
import type { ShapeField, ShapeFields, ShapeNode } from "../../src/model/shapes.ts";
import { shapes } from "../built-shapes.ts";
import { checkFor, schemaFor } from "../../src/proof/validators.ts";

const pairs = Object.entries(readCatalogue()).flatMap(([event, actions]) =>
  (actions.length === 0 ? [""] : actions).map((action) => ({ event, action })),
);

test("GitHub documents 86 events and 305 pairs of event and action, and they are all here", () => {
  expect(Object.keys(github.events)).toHaveLength(86);
  expect(pairs).toHaveLength(305);
  const known = Object.entries(github.events).flatMap(([event, { actions }]) =>
    (actions ?? [event === "repository_dispatch" ? "*" : ""]).map((action) => `${event}.${action}`),
  );
  expect(known.sort()).toEqual(pairs.map(({ event, action }) => `${event}.${action}`).sort());
});

test("every pair has a type", () => {
  const types = readFileSync(new URL("src/generated/types.ts", GITHUB_PACKAGE), "utf8");
  const missing = pairs.filter(({ event, action }) => {
    if (action === "" || action === "*")
      return !types.includes(`export interface ${typeName(event)}Payload {`);
    const type = typeName(event) + typeName(action);
    return !types.includes(
      `export interface ${type}Payload extends ${typeName(event)}PayloadBase {\n  action${shapes.events[event]!.isActionOptional ? "?" : ""}: "${action}"`,
    );
  });
  expect(missing).toEqual([]);
});

test("every pair has a schema and a check, which pass the least payload that they demand", () => {
  const refused = pairs.filter(({ event, action }) => {
    const payload = leastPayload(event, action);
    return !checkFor(event)(payload) || !schemaFor(event)(payload);
  });
  expect(refused).toEqual([]);
});

test("every pair is verified and comes back as its event", () => {
  const secret = "secret";
  const types = pairs.map(({ event, action }) => {
    const body = JSON.stringify(leastPayload(event, action));
    return github.verify({ headers: github.sign(body, { secret, name: event }), body }, { secret }).type;
  });
  expect(types).toEqual(pairs.map(({ event }) => event));
});

test("a required key that is null or missing is refused in every pair", () => {
  for (const { event, action } of pairs) {
    const { fields, only } = shapes.events[event]!;
    const demanded = Object.entries({ ...fields, ...only[action] }).filter(([, field]) => !field.optional);
    for (const [name, field] of demanded) {
      const { [name]: _, ...without } = leastPayload(event, action);
      expect([event, action, name, checkFor(event)(without)]).toEqual([event, action, name, false]);
      const nulled = { ...without, [name]: null };
      expect([event, action, name, checkFor(event)(nulled)]).toEqual([
        event,
        action,
        name,
        field.nullable === true,
      ]);
    }
  }
});

function leastPayload(event: string, action: string): Record<string, unknown> {
  const { fields, only } = shapes.events[event]!;
  const named = action === "*" ? { action: "anything" } : action === "" ? {} : { action };
  return { ...named, ...least({ ...fields, ...only[action] }) };
}

function least(fields: ShapeFields): Record<string, unknown> {
  const demanded = Object.entries(fields).filter(([, field]) => !field.optional);
  return Object.fromEntries(demanded.map(([name, field]) => [name, valueOf(field)]));
}

function valueOf(node: ShapeField | ShapeNode): unknown {
  if (node.component !== undefined) {
    const { like, fields } = shapes.components[node.component]!;
    return least({ ...(like === undefined ? {} : shapes.components[like]!.fields), ...fields });
  }
  if (node.fields !== undefined) return least(node.fields);
  if (node.array !== undefined) return [valueOf(node.array)];
  if (node.is?.includes("string")) return "text";
  if (node.is?.includes("number")) return 1;
  return node.is?.includes("boolean") ? true : {};
}
