import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import * as check from "../../src/check.ts";
import { defineProvider, type WebhookEvent } from "../../src/index.ts";
import { describeIssues } from "../../src/validation/describe-issues.ts";
import type { Validator } from "../../src/validation/validator.ts";
import { secret, sign } from "../support/acme.ts";
import { hexScheme } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const issue = (path: readonly (string | number)[], expected = "string") => ({
  path,
  code: "invalid_type",
  expected,
});

describe("issues in words", () => {
  it.each([
    ["push.before: expected string", [issue(["before"])]],
    ["push.commits.0.id: expected string", [issue(["commits", 0, "id"])]],
    ['push["a key"]["x.y"]: expected string', [issue(["a key", "x.y"])]],
    ['push["\\nforged"]: expected string', [issue(["\nforged"])]],
    ["push: expected object", [issue([], "object")]],
    ["push.before: invalid_type", [issue(["before"], "")]],
    ["push.a: expected string; push.b: expected number", [issue(["a"]), issue(["b"], "number")]],
  ])("%s", (expected, issues) => {
    expect(describeIssues("push", issues)).toBe(expected);
  });

  it("show four, and how many more there are", () => {
    const issues = Array.from({ length: 32 }, (_, index) => issue([`f${index}`]));
    expect(describeIssues("push", issues)).toMatch(/^push\.f0: .*push\.f3: expected string; and 28 more$/);
  });
});

describe("a schema-mismatch says in its message where the payload breaks the schema, by", () => {
  const body = '{"type":"push","extra":1}';
  function refusal(push: Validator): { message: string; issues: unknown } {
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { field: "type" },
      events: { push },
    });
    const delivery = { headers: { "x-acme-signature": sign(body) }, body };
    const { message, issues } = refusalOf(() => provider.verify(delivery, { secret }));
    return { message, issues };
  }

  it.each<[string, Validator]>([
    ["a check", check.object({ before: check.string })],
    ["zod", z.looseObject({ before: z.string() })],
    ["valibot", v.looseObject({ before: v.string() })],
  ])("%s", (_, validator) => {
    expect(refusal(validator).message).toMatch(
      /^acme: a signed event breaks its schema: push\.before: expected /,
    );
  });

  it("zod, of keys that it does not know", () => {
    const { message, issues } = refusal(z.strictObject({}));
    expect(issues).toEqual([
      { path: ["type"], code: "unrecognized_keys", expected: "absent" },
      { path: ["extra"], code: "unrecognized_keys", expected: "absent" },
    ]);
    expect(message).toContain("push.extra: expected absent");
  });

  it("valibot, of a key that it does not know", () => {
    expect(refusal(v.strictObject({ type: v.string() })).message).toContain("push.extra: expected never");
  });

  it("zod, of no more than 32 keys that it does not know", () => {
    const keys = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 1]));
    const many = JSON.stringify({ type: "push", ...keys });
    const provider = defineProvider<WebhookEvent>({
      id: "acme",
      scheme: hexScheme,
      eventName: { field: "type" },
      events: { push: z.strictObject({}) },
    });
    const delivery = { headers: { "x-acme-signature": sign(many) }, body: many };
    expect(refusalOf(() => provider.verify(delivery, { secret })).issues).toHaveLength(32);
  });
});
