import type { Provider } from "@flaghook/core";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { configcat, createProvider } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const slack = createProvider({ validator: z.looseObject({ text: z.string() }) });

function resultOf(provider: Pick<Provider, "safeVerify">, body: string) {
  return provider.safeVerify({ headers: configcat.sign(body, { secret }), body }, { secret });
}

test("gives a body of one's own as what the validator makes of it", () => {
  const lengths = createProvider({
    validator: z.pipe(
      z.looseObject({ text: z.string() }),
      z.transform(({ text }) => text.length),
    ),
  });
  expect(resultOf(lengths, '{"text":"changed"}')).toMatchObject({
    ok: true,
    event: { provider: "configcat", type: "changed", name: "changed", payload: 7 },
  });
});

test("says where a body breaks the validator", () => {
  expect(resultOf(slack, '{"text":5}')).toMatchObject({
    ok: false,
    error: {
      code: "schema-mismatch",
      provider: "configcat",
      message: expect.stringContaining("changed.text: expected string") as unknown,
      issues: [{ path: ["text"], code: "invalid_type", expected: "string" }],
    },
  });
});

test("takes a check, which sees that there is no body", () => {
  const any = createProvider({ validator: (payload: unknown) => payload === undefined });
  expect(resultOf(any, "")).toMatchObject({ ok: true, event: { type: "changed", payload: undefined } });
  expect(resultOf(any, "{}").ok).toBe(false);
});

test("verifies as configcat does, in everything but the body", () => {
  const { headers, body, secret: key, now } = vectors.genuine[2]!;
  const event = slack.verify({ headers, body }, { secret: key, now: () => now! });
  expect(event).toMatchObject({ type: "changed", id: "b616ca659d154a5fb907dd8475792eeb" });
  expect(slack.methods).toEqual(configcat.methods);
  expect(slack.schemes).toEqual(configcat.schemes);
  expect(event.dedupe).toEqual({ kind: "digest", repeatable: true });
});

test.each<{ name: string; options: object; says: string }>([
  { name: "no validator", options: {}, says: "validator must be" },
  { name: "a JSON schema", options: { validator: { type: "object" } }, says: "validator must be" },
  {
    name: "another option",
    options: { validator: () => true, schema: {} },
    says: 'there is no option "schema"',
  },
])("misuse is a TypeError: $name", ({ options, says }) => {
  expect(() => createProvider(options as never)).toThrow(TypeError);
  expect(() => createProvider(options as never)).toThrow(says);
});
