import { afterEach, expect, it, vi } from "vitest";
import { faultReport } from "../../src/handling/report-fault.ts";

afterEach(() => void vi.restoreAllMocks());

/** The warnings that the process gave after one fault was reported. */
async function warningsOf(onError: ((error: unknown) => unknown) | undefined): Promise<unknown[]> {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  faultReport(onError)(new Error("the engine is away."));
  await new Promise((resolve) => setImmediate(resolve));
  return warned.mock.calls;
}

const type = { type: "FlaghookInboxWarning" };

it("warns when nobody listens, and calls who does", async () => {
  expect(await warningsOf(undefined)).toEqual([["the engine is away.", type]]);
  vi.restoreAllMocks();
  const told = vi.fn<(error: unknown) => void>();
  expect(await warningsOf(told)).toEqual([]);
  expect(told.mock.calls).toEqual([[new Error("the engine is away.")]]);
});

it.each([
  {
    name: "throws",
    onError: () => {
      throw new Error("the logger is broken.");
    },
  },
  { name: "rejects", onError: () => Promise.reject(new Error("the logger is broken.")) },
])("an onError that $name is a warning, which says what it was told", async ({ onError }) => {
  const message = "onError failed: the logger is broken. It was told: the engine is away.";
  expect(await warningsOf(onError)).toEqual([[message, type]]);
});
