import { WebhookError, type WebhookErrorCode, type WebhookEvent } from "@flaghook/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZERS } from "../src/fuzzers.ts";
import { explore } from "../src/harness/fuzzer.ts";
import { inParallel } from "../src/harness/in-parallel.ts";
import { onlyLine, referenceSignature } from "../src/harness/reference-signature.ts";
import { lowest } from "../src/harness/stopwatch.ts";
import { NOW, subjects } from "../src/harness/subjects.ts";
import { responseOf } from "../src/harness/unhandled.ts";
import {
  assertDocumented,
  assertNothingLeaks,
  MARKER,
  observe,
  type Observed,
} from "../src/invariants/invariants.ts";

test("a run has a million cases", () => {
  expect(FUZZERS.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(1_000_000);
});

test("every fuzzer has a name of its own", () => {
  expect(new Set(FUZZERS.map(({ name }) => name)).size).toBe(FUZZERS.length);
});

describe("explore", () => {
  const small = fc.property(fc.nat(1000), (value) => {
    if (value >= 100) throw new Error("too large");
  });
  const fine = fc.property(fc.nat(), () => {});

  test("counts the cases of all parts", async () => {
    expect(
      await explore(
        [
          [0.5, fine],
          [0.1, fine],
        ],
        { seed: 1, cases: 100 },
      ),
    ).toEqual({ cases: 60, faults: [] });
  });

  test("names the smallest case, and goes on with the other parts", async () => {
    const { cases, faults } = await explore(
      [
        [0.5, small],
        [0.5, fine],
      ],
      { seed: 1, cases: 100 },
    );
    expect(cases).toBeGreaterThan(50);
    expect(faults).toEqual([
      expect.stringMatching(/^too large\n {2}case \[100\]\n {2}seen again with --seed 1 --path 0\//),
    ]);
  });

  test("shows a case again, by the path that it gave", async () => {
    const { faults } = await explore(
      [
        [0.5, fine],
        [0.5, small],
      ],
      { seed: 1, cases: 100 },
    );
    const path = /--path (\S+)/.exec(faults[0]!)![1]!;
    expect(
      await explore(
        [
          [0.5, fine],
          [0.5, small],
        ],
        { seed: 1, cases: 100, path },
      ),
    ).toEqual({ cases: 1, faults });
  });
});

describe("invariants", () => {
  test.each([
    ["an event", observe(() => ({ type: "ping" }) as WebhookEvent), false],
    ["a refusal", refused("invalid-json", "no"), false],
    ["misuse where there may be some", thrown(new TypeError("headers")), true],
  ])("accept %s", (_, observed, mayMisuse) => {
    expect(() => {
      assertDocumented(observed, { mayMisuse });
      assertNothingLeaks(observed, ["a secret"]);
    }).not.toThrow();
  });

  test.each([
    ["an exception", thrown(new Error("oh")), "threw Error: oh"],
    ["a thrown nothing", thrown(undefined), "threw undefined"],
    ["misuse", thrown(new TypeError("oh")), "said misuse where there was none"],
    ["an unknown code", refused("gone", "no"), "undocumented code: gone"],
    ["a mismatch without issues", refused("schema-mismatch", "no"), "issues do not agree"],
  ])("refuse %s", (_, observed, message) => {
    expect(() => assertDocumented(observed, { mayMisuse: false })).toThrow(message);
  });

  test("see a secret, and the body's marker, in a message", () => {
    expect(() => assertNothingLeaks(refused("invalid-json", "hush"), ["hush"])).toThrow("must not");
    expect(() => assertNothingLeaks(thrown(new Error(MARKER)), [])).toThrow("must not");
  });
});

test.each(subjects)("the reference agrees with what $provider.id signs", ({ provider, secret, bodies }) => {
  for (const { name, body } of bodies) {
    const lines = Object.entries(provider.sign(body, { secret, name, id: "an-id", timestamp: NOW }));
    const expected = referenceSignature(provider.scheme, lines, Buffer.from(body), secret);
    expect(onlyLine(lines, provider.scheme.header)).toContain(expected);
  }
});

test("a line that came twice is none", () => {
  expect(
    onlyLine(
      [
        ["a", "1"],
        ["A", "2"],
      ],
      "a",
    ),
  ).toBeUndefined();
});

test("silence and a rejection are faults", async () => {
  expect(await responseOf(() => Promise.resolve(7))).toBe(7);
  await expect(responseOf(() => new Promise(() => {}))).rejects.toThrow("never responded");
  await expect(responseOf(() => Promise.reject(undefined as unknown as Error))).rejects.toThrow(
    "rejected with undefined",
  );
});

test("a measurement that looks bad is made again, four times at most", () => {
  const figures = [9, 7, 8, 3, 6, 5];
  const measure = () => figures.shift()!;
  expect(lowest(measure, 10)).toBe(9);
  expect(lowest(measure, 4)).toBe(3);
  expect(lowest(measure, 1)).toBeNaN();
});

test("work is done so many at a time, and comes back in order", async () => {
  let [running, most] = [0, 0];
  const results = await inParallel(2, [3, 1, 2], async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  expect({ results, most }).toEqual({ results: [30, 10, 20], most: 2 });
});

function refused(code: string, message: string): Observed {
  return thrown(new WebhookError(code as WebhookErrorCode, "acme", message));
}

function thrown(error: unknown): Observed {
  return observe(() => {
    throw error;
  });
}
