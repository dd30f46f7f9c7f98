import { afterEach, expect, it, vi } from "vitest";
import type { Failure } from "../../src/store/failure.ts";
import { createFailureReport } from "../../src/handling/report-failure.ts";

afterEach(() => void vi.restoreAllMocks());

const row = {
  id: "12",
  provider: "orders",
  scope: "acme",
  name: "created",
  dedupeKey: "sha256:0",
  unsignedId: "a",
  state: "pending",
  reason: undefined,
  error: "the mail server\nis away\u001b[31m",
  attempt: 3,
  replay: false,
  furtherReplays: 0,
  receivedAt: new Date(0),
} as const;
const failure: Failure = {
  row,
  error: new Error(row.error),
  isDead: false,
  nextAttemptAt: new Date(Date.UTC(2026, 0, 1)),
};
const died: Failure = {
  ...failure,
  row: { ...row, state: "dead", reason: "attempts", attempt: 10 },
  isDead: true,
  nextAttemptAt: undefined,
};

it("writes one line without a listener, whatever the message holds", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const report = createFailureReport(undefined, () => {});
  report(failure);
  report(died);
  expect(log.mock.calls).toEqual([
    [
      "orders created delivery 12 of acme: attempt 3 failed: the mail server is away [31m. The next one is due at 2026-01-01T00:00:00.000Z.",
    ],
    [
      "orders created delivery 12 of acme is dead (attempts) after attempt 10: the mail server is away [31m. get(id) shows it, and retry(id) runs it again.",
    ],
  ]);
});

it.each([
  {
    name: "throws",
    onFailure: () => {
      throw new Error("the pager is broken.");
    },
  },
  { name: "rejects", onFailure: () => Promise.reject(new Error("the pager is broken.")) },
])("an onFailure that $name is a fault, and writes no line", async ({ onFailure }) => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const onError = vi.fn<(error: unknown) => void>();
  createFailureReport(onFailure, onError)(failure);
  await new Promise((resolve) => setImmediate(resolve));
  const message = "onFailure failed: the pager is broken. It was called with orders delivery 12.";
  expect(onError.mock.calls).toEqual([[new Error(message)]]);
  expect(log).not.toHaveBeenCalled();
});
