import { runInNewContext } from "node:vm";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as zm from "zod/mini";
import * as z3 from "zod/v3";
import * as check from "../../src/check.ts";
import { defineProvider, type WebhookError } from "../../src/index.ts";
import type { ProviderDefinition } from "../../src/provider/definition.ts";
import type { Validator } from "../../src/validation/validator.ts";
import { parseStored, toStored } from "../../src/inbox.ts";
import { sign } from "../support/acme.ts";
import { refusalOf, verdictOf } from "../support/verdict.ts";

// A validator or another function of a definition that throws over a signed payload refuses it: 422,
// and an inbox keeps it.

const secret = "whk_private";
const body = '{"type":"ping","word":"marker"}';

const provider = (change: Partial<ProviderDefinition>): ReturnType<typeof defineProvider> =>
  defineProvider({
    id: "shop",
    scheme: { header: "x-shop-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { ping: () => true },
    ...change,
  } as ProviderDefinition);

const post = (given = body): { headers: Record<string, string>; body: string } => ({
  headers: { "x-shop-signature": sign(given, secret) },
  body: given,
});

const refusal = (change: Partial<ProviderDefinition>, given = body): WebhookError =>
  refusalOf(() => provider(change).verify(post(given), { secret }));

const threw = (kind: string): object => ({ path: [], code: "threw", expected: `no thrown ${kind}` });

class MarkedError extends Error {
  override readonly name = "marker";
}

const overflow = (): never => {
  throw new RangeError("Maximum call stack size exceeded at marker");
};

const validators: readonly (readonly [string, Validator])[] = [
  ["a check", overflow],
  ["a check when it is asked where", (_, issues) => issues !== undefined && overflow()],
  ["zod", z.looseObject({}).check(z.refine(overflow))],
  ["zod/mini", zm.looseObject({ word: zm.string().check(zm.refine(overflow)) })],
  ["valibot", v.looseObject({ word: v.pipe(v.string(), v.check(overflow)) })],
  [
    "a getter in a result",
    standard(() => ({
      get issues() {
        return overflow();
      },
    })),
  ],
  [
    "a path of its issues",
    standard(() => ({
      issues: [
        {
          message: "",
          path: [
            {
              get key() {
                return overflow();
              },
            },
          ],
        },
      ],
    })),
  ],
];

function standard(validate: () => unknown): Validator {
  return { "~standard": { version: 1, vendor: "x", validate } } as unknown as Validator;
}

describe("a validator that throws", () => {
  it.each(validators)("is a mismatch with the class of what it threw: %s", (_, ping) => {
    const error = refusal({ events: { ping } });
    expect(error.code).toBe("schema-mismatch");
    expect(error.issues).toEqual([threw("RangeError")]);
    expect(error.payload).toEqual(JSON.parse(body));
    expect(`${error.message} ${error.stack}`).not.toContain("marker");
    expect(JSON.stringify(error)).not.toContain("marker");
    expect(error.cause).toBeUndefined();
  });

  it("is a mismatch with zod 3, which does not say what was thrown", () => {
    const schema = z3.object({ word: z3.string().refine(overflow) });
    expect(refusal({ events: { ping: schema as never } }).issues).toEqual([threw("Error")]);
  });

  it.each([
    ["a text of the payload's", "marker", "string"],
    ["nothing", undefined, "undefined"],
    ["the payload", JSON.parse('{"constructor":{"name":"marker"}}'), "object"],
    ["an error by another name", new MarkedError(), "MarkedError"],
    [
      "an error with the payload's fields",
      Object.assign(new Error(), { constructor: { name: "marker" } }),
      "Error",
    ],
    ["an error of another realm", runInNewContext("new RangeError('marker')"), "object"],
    ["a proxy that throws in its turn", new Proxy(new Error(), { getPrototypeOf: overflow }), "object"],
  ])("has nothing of the payload in its issue: %s", (_, thrown: unknown, kind) => {
    const ping = (): never => {
      throw thrown;
    };
    const error = refusal({ events: { ping } });
    expect(error.issues).toEqual([threw(kind)]);
    expect(error.message).not.toContain("marker");
  });

  it("can be given back by safeVerify and kept by an inbox", () => {
    const throwing = provider({ events: { ping: overflow } });
    const result = throwing.safeVerify(post(), { secret });
    if (result.ok) throw new Error("it was accepted");
    const stored = toStored(result.error, post());
    expect(stored.name).toBe("ping");
    expect(parseStored(provider({}), stored).type).toBe("ping");
    expect(verdictOf(() => parseStored(throwing, stored))).toBe("schema-mismatch");
  });

  it.each([
    [
      "zod",
      z.looseObject({
        get child() {
          return z.optional(tree);
        },
      }),
    ],
    ["valibot", v.looseObject({ child: v.optional(v.lazy(() => leaf)) })],
  ] as const)("by a real overflow spoils nothing for the next delivery: %s", (_, ping) => {
    const nesting = provider({ events: { ping: ping as Validator } });
    const levels = 200_000;
    const deep = `{"type":"ping","child":${'{"child":'.repeat(levels)}{}${"}".repeat(levels)}}`;
    for (let attempt = 0; attempt < 3; attempt++) {
      const error = refusalOf(() => nesting.verify(post(deep), { secret }));
      expect([error.code, error.issues]).toEqual(["schema-mismatch", [threw("RangeError")]]);
    }
    expect(nesting.verify(post('{"type":"ping","child":{"child":{}}}'), { secret }).type).toBe("ping");
  });
});

const tree: z.ZodType = z.looseObject({
  get child() {
    return z.optional(tree);
  },
});

const leaf: v.GenericSchema = v.looseObject({ child: v.optional(v.lazy(() => leaf)) });

function verifyWith(ping: unknown): () => unknown {
  return () => provider({ events: { ping: ping as Validator } }).safeVerify(post(), { secret });
}

const readsOther: ProviderDefinition["extraFields"] = ({ header }) => ({ other: header("x-other") });

describe("a developer's error stays a TypeError:", () => {
  it.each([
    ["an asynchronous check", async () => Promise.resolve(true)],
    ["an asynchronous zod schema", z.looseObject({}).check(z.refine(async () => Promise.resolve(true)))],
    ["an asynchronous zod 3 schema", z3.object({}).refine(async () => Promise.resolve(true))],
    ["an asynchronous valibot schema", v.customAsync(async () => Promise.resolve(true))],
    ["a promise", standard(() => Promise.resolve({ value: 1 }))],
  ])("%s", (_, ping) => {
    expect(verifyWith(ping)).toThrow(TypeError);
    expect(verifyWith(ping)).toThrow("validator of ping is asynchronous");
  });

  it.each([undefined, null, true, "value"])("a schema that returns %j", (result) => {
    expect(verifyWith(standard(() => result))).toThrow(TypeError);
    expect(verifyWith(standard(() => result))).toThrow("validator of ping has no result");
  });

  it("a header that extraFields may not read", () => {
    expect(() => provider({ extraFields: readsOther }).safeVerify(post(), { secret })).toThrow(TypeError);
  });
});

describe("another function of a definition that throws", () => {
  it.each<[string, Partial<ProviderDefinition>]>([
    ["eventName", { eventName: overflow }],
    ["identity", { events: { ping: { validator: () => true, identity: overflow } } }],
    ["isRepeatable", { isRepeatable: overflow }],
    ["extraFields", { extraFields: overflow }],
    [
      "extraFields",
      {
        extraFields: () => ({
          get late(): never {
            return overflow();
          },
        }),
      },
    ],
  ])("refuses the payload: %s", (what, change) => {
    const error = refusal(change);
    expect([error.code, error.issues]).toEqual(["schema-mismatch", [threw("RangeError")]]);
    expect(error.message).toContain(`${what} threw`);
    expect(error.message).not.toContain("marker");
  });

  it("refuses the wrapping: unwrap", () => {
    const error = refusal({ unwrap: overflow });
    expect(error.code).toBe("invalid-json");
    expect(error.message).not.toContain("marker");
  });
});

it("a lazy check that was thrown out of counts its levels from nothing again", () => {
  const fused: check.Check = check.object({
    child: check.optional(check.lazy(() => fused)),
    fuse: check.optional((value) => value !== true || overflow()),
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    expect(() => fused({ child: { child: { fuse: true } } })).toThrow(RangeError);
    expect(() => check.collectIssues(fused, { child: { child: { fuse: true } } })).toThrow(RangeError);
  }
  expect(fused({ child: { child: {} } })).toBe(true);
});
