import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type * as core from "../../src/index.ts";
import {
  defineProvider,
  WebhookError,
  type ProviderDefinition,
  type WebhookErrorCode,
} from "../../src/index.ts";
import { withoutPointer } from "../../src/errors/pointer.ts";
import { pointerTo } from "../support/pointer.ts";
import { sign } from "../support/acme.ts";
import { hexScheme, slack } from "../support/schemes.ts";
import { refusalOf } from "../support/verdict.ts";

const secret = "SECRET-a17";
const marker = "BODY-b28";

const statuses: Readonly<Record<WebhookErrorCode, number>> = {
  "missing-signature": 401,
  "malformed-signature": 401,
  "signature-mismatch": 403,
  "stale-timestamp": 403,
  "body-not-raw": 500,
  "body-too-large": 413,
  "invalid-json": 400,
  "schema-mismatch": 422,
};

const string = (value: unknown): boolean => typeof value === "string";

const acmeDefinition: ProviderDefinition = {
  id: "acme",
  scheme: hexScheme,
  eventName: { field: "type" },
  events: {
    order: (payload) => string((payload as { total: unknown }).total),
    update: { validator: () => true, actions: ["a"] },
  },
};
const acme = defineProvider(acmeDefinition);
const timed = defineProvider({ id: "timed", scheme: slack, eventName: { field: "type" }, events: {} });

const payload = JSON.stringify({ type: "order", note: marker });

/** One refusal of each kind, all of the same body where the kind allows it. */
const refusals: readonly { code: WebhookErrorCode; name: string; says: string; refuse: () => unknown }[] = [
  {
    code: "missing-signature",
    name: "no header",
    says: "acme: there is no x-acme-signature header. Is a secret set?",
    refuse: () => acme.verify({ headers: {}, body: payload }, { secret }),
  },
  {
    code: "malformed-signature",
    name: "a header in upper case",
    says: "acme: the x-acme-signature header must be <32 bytes in lower-case hex>.",
    refuse: () =>
      acme.verify(
        { headers: { "x-acme-signature": sign(payload, secret).toUpperCase() }, body: payload },
        { secret },
      ),
  },
  {
    code: "signature-mismatch",
    name: "a wrong signature",
    says: "acme: the x-acme-signature header does not match. Compare the secrets. Pass the body as it came, before any parser.",
    refuse: () => acme.verify({ headers: { "x-acme-signature": "0".repeat(64) }, body: payload }, { secret }),
  },
  {
    code: "stale-timestamp",
    name: "an old delivery",
    says: "timed: the signed time is 1000000000 s from now, over the tolerance of 300 s. Check this machine's clock.",
    refuse: () => {
      const headers = timed.sign(payload, { secret, timestamp: new Date(0) });
      return timed.verify({ headers, body: payload }, { secret, now: () => new Date(1e12) });
    },
  },
  {
    code: "body-not-raw",
    name: "a parsed body",
    says: "acme: the body is not raw bytes but Object. Pass the body as it came, before any parser (express.raw({ type: () => true }), request.arrayBuffer()).",
    refuse: () => acme.verify({ headers: {}, body: JSON.parse(payload) as string }, { secret }),
  },
  {
    code: "body-too-large",
    name: "a limit",
    says: "acme: the body is over maxBodyBytes (3).",
    refuse: () => acme.verify({ headers: {}, body: payload }, { secret, maxBodyBytes: 3 }),
  },
  {
    code: "invalid-json",
    name: "a signed text",
    says: "acme: the signature holds, but the body is not strict UTF-8 JSON. Is this URL registered for another kind of webhook?",
    refuse: () =>
      acme.verify({ headers: { "x-acme-signature": sign(marker, secret) }, body: marker }, { secret }),
  },
  {
    code: "schema-mismatch",
    name: "a broken payload",
    says: "acme: a signed event breaks its schema: order. Is there a newer version of this package?",
    refuse: () =>
      acme.verify({ headers: { "x-acme-signature": sign(payload, secret) }, body: payload }, { secret }),
  },
  {
    code: "schema-mismatch",
    name: "no name",
    says: "acme: signed, but without a name in the field type.",
    refuse: () => {
      const body = JSON.stringify({ kind: marker });
      return acme.verify({ headers: { "x-acme-signature": sign(body, secret) }, body }, { secret });
    },
  },
  {
    code: "schema-mismatch",
    name: "no action",
    says: "acme: a signed update event without an action.",
    refuse: () => {
      const body = JSON.stringify({ type: "update", note: marker });
      return acme.verify({ headers: { "x-acme-signature": sign(body, secret) }, body }, { secret });
    },
  },
];

it("has a refusal for every code here", () => {
  expect([...new Set(refusals.map(({ code }) => code))].sort()).toEqual(Object.keys(statuses).sort());
});

describe.each(refusals)("$code by $name", ({ code, says, refuse }) => {
  const error = refusalOf(refuse);

  it("says code, provider, status, what is wrong and where to look", () => {
    expect(error).toMatchObject({ name: "WebhookError", code, status: statuses[code] });
    expect(error.message).toBe(`${says}${pointerTo(code)}`);
    expect(withoutPointer(error.message)).toBe(says);
    expect(error.provider).toBe(error.message.split(":")[0]);
    expect(error).toBeInstanceOf(Error);
    expect(error.cause).toBeUndefined();
  });

  it("shows no secret, no signature and no body, however it is printed", () => {
    const printed = [
      String(error),
      error.message,
      error.stack,
      JSON.stringify(error),
      inspect(error, { depth: 9 }),
      inspect(Object.assign({}, error), { depth: 9 }),
      JSON.stringify(Object.entries(error)),
      inspect(structuredClone(error), { depth: 9 }),
    ].join("\n");
    expect(printed).not.toContain(secret);
    expect(printed).not.toContain(marker);
    expect(printed).not.toMatch(/[0-9a-f]{40}/i);
    for (const body of [payload, marker]) expect(printed).not.toContain(sign(body, secret).slice(0, 12));
  });
});

describe("a schema-mismatch", () => {
  const error = refusalOf(refusals.find(({ name }) => name === "a broken payload")!.refuse);

  it("carries the signed payload and the secret's index, not enumerable", () => {
    expect(error.payload).toEqual(JSON.parse(payload));
    expect(error.secretIndex).toBe(0);
    expect(Object.keys(error).sort()).toEqual(["code", "issues", "provider", "status"]);
  });

  it("is the only one with issues", () => {
    expect(error.issues).toEqual([]);
    for (const { code, refuse } of refusals) {
      expect("issues" in refusalOf(refuse)).toBe(code === "schema-mismatch");
    }
  });
});

describe("WebhookError.is", () => {
  it("knows an error of another copy of the module", async () => {
    const path = "../../src/errors/error.ts?copy"; // a query string makes it another module
    const copy = (await import(path)) as Pick<typeof core, "WebhookError">;
    const error = new copy.WebhookError("invalid-json", "acme", "not JSON.");
    expect(copy.WebhookError).not.toBe(WebhookError);
    expect(error).toBeInstanceOf(WebhookError);
    expect(new Error("not JSON")).not.toBeInstanceOf(WebhookError);
    expect(WebhookError.is(error)).toBe(true);
    expect(copy.WebhookError.is(new WebhookError("invalid-json", "acme", "not JSON."))).toBe(true);
  });

  it.each([
    undefined,
    null,
    0,
    "WebhookError",
    Symbol("x"),
    () => 1,
    {},
    new Error("x"),
    { name: "WebhookError", code: "invalid-json" },
  ])("refuses %s", (value) => {
    expect(WebhookError.is(value)).toBe(false);
  });
});

it.each([
  { prefix: "", form: "<32 bytes in lower-case hex>" },
  { prefix: "sha256=", form: "sha256=<32 bytes in lower-case hex>" },
])("a malformed-signature shows the form that the header must have: $form", ({ prefix, form }) => {
  const provider = defineProvider({ ...acmeDefinition, scheme: { ...hexScheme, prefix } });
  const delivery = { headers: { "x-acme-signature": "junk" }, body: "{}" };
  const { message } = refusalOf(() => provider.verify(delivery, { secret }));
  expect(message).toBe(
    `acme: the x-acme-signature header must be ${form}.${pointerTo("malformed-signature")}`,
  );
});
