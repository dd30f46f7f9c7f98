import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANYTHING } from "../src/generators/anything.ts";
import { carryOut, plans, type Plan } from "../src/generators/attack.ts";
import { forms } from "../src/generators/form.ts";
import { FORMS_OF_BODIES } from "../src/generators/forms-of-bodies.ts";
import { FORMS_OF_HEADERS } from "../src/generators/forms-of-headers.ts";
import { editHeaders } from "../src/generators/header-edits.ts";
import { editBody } from "../src/generators/json-edits.ts";
import { responsePlans, toResponse } from "../src/generators/response.ts";
import { SHAPES } from "../src/generators/shapes.ts";
import { subjects } from "../src/harness/subjects.ts";

const settings = { seed: 1, numRuns: 2000 };

describe("edits of a body", () => {
  test.each([
    ["value", 1, "null", '{"a":1,"b":null}'],
    ["value", 2, "[]", '{"a":[],"b":"two"}'],
    ["member", 0, "7", '{"extra":7,"leaked-7f3d":1,"a":1,"b":"two"}'],
    ["flip", 0, "", 'z"a":1,"b":"two"}'],
    ["cut", 3, "", '{"a'],
    ["insert", 1, "x", '{x"a":1,"b":"two"}'],
    ["repeat", 15, "", '{"a":1,"b":"two"}"}'],
    ["whole", 5, "null", "null"],
  ] as const)("%s at %i", (kind, at, value, expected) => {
    expect(editBody('{"a":1,"b":"two"}', [[kind, at, value]]).toString()).toBe(expected);
  });

  test("are made one after the other, of an empty body too", () => {
    const cut = ["cut", 0, ""] as const;
    expect(editBody("{}", [cut, ["flip", 3, ""], ["value", 1, "1"], ["insert", 9, "2"]]).toString()).toBe(
      "21",
    );
  });
});

test.each([
  ["drop", 0, "", [["b", "two"]]],
  [
    "again",
    1,
    "",
    [
      ["a", "one"],
      ["b", "two"],
      ["b", "two"],
    ],
  ],
  [
    "shout",
    0,
    "",
    [
      ["A", "one"],
      ["b", "two"],
    ],
  ],
  [
    "add",
    0,
    "x",
    [
      ["a", "one"],
      ["b", "two"],
      ["__proto__", "x"],
    ],
  ],
  [
    "replace",
    1,
    "",
    [
      ["a", "one"],
      ["b", ""],
    ],
  ],
  [
    "flip",
    0,
    "",
    [
      ["a", "nne"],
      ["b", "two"],
    ],
  ],
  [
    "join",
    1,
    "",
    [
      ["a", "one"],
      ["b", "two, two"],
    ],
  ],
  [
    "before",
    1,
    "=",
    [
      ["a", "one"],
      ["b", "=two"],
    ],
  ],
] as const)("an edit of headers: %s at %i", (kind, at, text, expected) => {
  expect(
    editHeaders(
      [
        ["a", "one"],
        ["b", "two"],
      ],
      [[kind, at, text]],
    ),
  ).toEqual(expected);
});

test.each(Object.entries(FORMS_OF_HEADERS))("headers as %s hold what the lines say", (_, toHeaders) => {
  const headers = toHeaders([["x-name", "value"]]);
  const { provider, secret, bodies } = subjects[0]!;
  const signed = Object.entries(provider.sign(bodies[0]!.body, { secret, name: bodies[0]!.name }));
  expect(headers).toBeTypeOf("object");
  expect(
    provider.safeVerify({ headers: toHeaders(signed) as never, body: bodies[0]!.body }, { secret }),
  ).toMatchObject({ ok: true });
});

test.each(Object.entries(FORMS_OF_BODIES))("a body as %s has the same bytes", (_, toBody) => {
  const { provider, secret, bodies } = subjects[1]!;
  const { body, name } = bodies[0]!;
  const headers = provider.sign(body, { secret, name });
  expect(
    provider.safeVerify({ headers, body: toBody(Buffer.from(body)) as never }, { secret }),
  ).toMatchObject({
    ok: true,
  });
});

describe("plans", () => {
  const attacks = fc.sample(plans, settings).map(carryOut);

  test("reach every provider, and every side of the signature", () => {
    const ids = new Set(attacks.map(({ subject }) => subject.provider.id));
    expect(ids.size).toBe(subjects.length);
    const codes = new Set(attacks.map(resultOf));
    expect([...codes].toSorted()).toEqual([
      "TypeError",
      "body-not-raw",
      "body-too-large",
      "event",
      "invalid-json",
      "malformed-signature",
      "missing-signature",
      "schema-mismatch",
      "signature-mismatch",
      "stale-timestamp",
      "unknown",
    ]);
  });

  test("are the same for the same seed", () => {
    expect(fc.sample(plans, settings)).toEqual(fc.sample(plans, settings));
  });

  test("without a change are genuine, and accepted", () => {
    const plain: Plan = {
      subject: 0,
      sample: 0,
      bodyEdits: [],
      isSignedAgain: true,
      headerEdits: [],
      headers: "record",
      body: "bytes",
      secrets: "genuine",
      limit: undefined,
      age: "now",
    };
    for (const subject of subjects.keys()) {
      const attack = carryOut({ ...plain, subject });
      const knowsEvents = Object.keys(attack.subject.provider.events).length > 0;
      expect({ subject, isGenuine: attack.isGenuine, observed: resultOf(attack) }).toEqual({
        subject,
        isGenuine: true,
        observed: knowsEvents ? "event" : "unknown",
      });
    }
  });
});

test("forms begin as GitHub's do, and some of them hold one payload that can be read", () => {
  const made = fc.sample(forms, settings);
  expect(made.filter((form) => !form.startsWith("payload="))).toEqual([]);
  const one = made.filter((form) => new URLSearchParams(form).getAll("payload").length === 1);
  expect(one.length).toBeGreaterThan(500);
  expect(made.length - one.length).toBeGreaterThan(200);
});

test("about half of the responses are good, and the others bad in every part", () => {
  const made = fc.sample(responsePlans, settings);
  const bad = (part: "status" | "headers" | "body", good: readonly string[]): number =>
    made.filter((plan) => !good.includes(plan[part])).length;
  expect(bad("status", ["200", "422", "599"])).toBeGreaterThan(200);
  expect(bad("headers", ["entries"])).toBeGreaterThan(200);
  expect(bad("body", ["none", "empty", "text"])).toBeGreaterThan(200);
  expect(
    toResponse({ status: "200", headers: "entries", entries: [["__proto__", "plain"]], body: "text" }),
  ).toEqual({
    status: 200,
    headers: Object.defineProperty({}, "__proto__", { value: "value", enumerable: true }),
    body: "a response \u{2665}",
  });
});

test("anything is made anew each time", () => {
  expect(ANYTHING["an error"]!()).not.toBe(ANYTHING["an error"]!());
  expect(() => String(ANYTHING["a Proxy that throws"]!())).toThrow("leaked-7f3d");
  expect(() => JSON.stringify(ANYTHING["a getter that throws"]!())).toThrow("leaked-7f3d");
});

test.each(SHAPES)("$provider: $name grows with its size", ({ make }) => {
  for (const bytes of [1000, 4000]) {
    expect(make(bytes).length).toBeGreaterThan(bytes * 0.6);
    expect(make(bytes).length).toBeLessThan(bytes * 2 + 400);
  }
});

test("a shape of JSON is JSON", () => {
  const broken = SHAPES.filter(({ make }) => !make(500).startsWith("payload=") && !isJson(make(500)));
  expect(broken).toEqual([]);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function resultOf({ subject, delivery, options }: ReturnType<typeof carryOut>): string {
  try {
    return subject.provider.verify(delivery, options).type === "unknown" ? "unknown" : "event";
  } catch (error) {
    return (error as { readonly code?: string }).code ?? (error as Error).name;
  }
}
