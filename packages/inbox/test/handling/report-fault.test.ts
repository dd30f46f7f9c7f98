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

it("warns of equal faults once a minute, with their number, and of others at once", () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  let seconds = 0;
  const report = createFaultReport(undefined, () => new Date(seconds * 1000));
  for (; seconds <= 60; seconds += 20) report(new Error("the engine is away."));
  report(new Error("the disk is full."));
  expect(warned.mock.calls.map(([message]) => message)).toEqual([
    "the engine is away.",
    "the engine is away. (3 of these since the last such warning)",
    "the disk is full.",
  ]);
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
