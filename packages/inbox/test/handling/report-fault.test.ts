import { afterEach, expect, it, vi } from "vitest";
import { createFaultReport } from "../../src/handling/report-fault.ts";

afterEach(() => void vi.restoreAllMocks());

/** The warnings that the process gave after one fault was reported. */
async function warningsOf(onError: ((error: unknown) => unknown) | undefined): Promise<unknown[]> {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  createFaultReport(onError)(new Error("the engine is away."));
  await new Promise((resolve) => setImmediate(resolve));
  return warned.mock.calls;
}

const type = { type: "FlaghookInboxWarning" };

it("warns without a listener, and calls the one there is", async () => {
  expect(await warningsOf(undefined)).toEqual([["the engine is away.", type]]);
  vi.restoreAllMocks();
  const onError = vi.fn<(error: unknown) => void>();
  expect(await warningsOf(onError)).toEqual([]);
  expect(onError.mock.calls).toEqual([[new Error("the engine is away.")]]);
});

it.each([
  {
    name: "throws",
    onError: () => {
      throw new Error("the logger is broken.");
    },
  },
  { name: "rejects", onError: () => Promise.reject(new Error("the logger is broken.")) },
])("an onError that $name is a warning, which says what it was called with", async ({ onError }) => {
  const message = "onError failed: the logger is broken. It was called with: the engine is away.";
  expect(await warningsOf(onError)).toEqual([[message, type]]);
});
