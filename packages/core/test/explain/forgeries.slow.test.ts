import { afterAll, beforeAll, expect, it } from "vitest";
import { explain } from "../../src/explain.ts";
import { forge, providers, random } from "./support/forge.ts";

// checks/fuzz makes 10 000 more.
const FORGERIES_EACH = 100;

// Every trial that fails makes an error, and its stack costs more than the signature.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

it.each(providers)(
  "no forgery of $id ever has a proven cause",
  (provider) => {
    const next = random(providers.indexOf(provider) + 1);
    const proven: unknown[] = [];
    let refused = 0;
    for (let count = 0; count < FORGERIES_EACH; count++) {
      const { delivery, options } = forge(provider, next);
      const { outcome, causes } = explain(provider, delivery, options);
      if (outcome === "refused" && causes.length > 0) refused++;
      if (causes.some(({ certainty }) => certainty === "proven")) proven.push(delivery, causes);
    }
    expect(proven).toEqual([]);
    expect(refused).toBe(FORGERIES_EACH);
  },
  240_000,
);
