import { expect, it } from "vitest";
import type { HandlerTransaction } from "../../../inbox/src/handling/handler.ts";
import type { Engine } from "../../src/job/engine.ts";
import { withTransactions } from "../../src/worker/handler-transaction.ts";
import { inTransaction } from "../../src/database/transaction.ts";
import type { ClaimedDelivery, RunAttempt, AttemptResult } from "@flaghook/inbox/store";

const retry: AttemptResult = { state: "retry", error: "the handler's own words" };
const delivery = {
  id: "orders:1",
  entry: { provider: "orders" },
  attempt: 1,
  isLast: false,
} as ClaimedDelivery;

it("an attempt whose transaction could not begin ends with its own result", async () => {
  const { engine, faults } = engineWith(() => Promise.reject(new Error("connection refused")));
  expect(await withTransactions(engine, useThen(retry))(delivery, signal())).toBe(retry);
  expect(faults).toEqual([]);
});

it("an attempt whose transaction cannot be rolled back ends with its own result, and the fault is told", async () => {
  const { engine, faults } = engineWith(() => Promise.resolve(brokenTransaction()));
  expect(await withTransactions(engine, useThen(retry))(delivery, signal())).toBe(retry);
  expect(faults).toEqual([new Error("connection lost")]);
});

it("a handler that ignored the lack of a transaction is not done", async () => {
  const { engine } = engineWith(() => Promise.reject(new Error("connection refused")));
  expect(await withTransactions(engine, useThen({ state: "done" }))(delivery, signal())).toEqual({
    state: "retry",
    error: "connection refused",
  });
});

it("a rollback that fails does not hide why the work had failed", async () => {
  const { engine } = engineWith(() => Promise.resolve(brokenTransaction()));
  await expect(inTransaction(engine.boss, undefined, failFirst)).rejects.toThrow("the first fault");
});

/** Uses the transaction, whatever comes of it. */
function useThen(result: AttemptResult): RunAttempt {
  return async ({ tx }) => {
    await (tx as HandlerTransaction).executeSql("select 1").catch(() => {});
    return result;
  };
}

function engineWith(beginTransaction: () => Promise<object>): { engine: Engine; faults: unknown[] } {
  const faults: unknown[] = [];
  const boss = { getDb: () => ({ beginTransaction }) };
  const settings = { onError: (error: unknown) => faults.push(error) };
  return { engine: { boss, settings } as unknown as Engine, faults };
}

function brokenTransaction(): object {
  return { db: { executeSql: async () => ({ rows: [] }) }, commit: lose, rollback: lose };
}

function lose(): Promise<never> {
  return Promise.reject(new Error("connection lost"));
}

function failFirst(): Promise<never> {
  return Promise.reject(new Error("the first fault"));
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
