import type { Failure, InboxRow } from "@flaghook/inbox";
import { readSampleScope } from "../model/sample-scope.ts";

/** Next attempts that are remembered. The inbox itself says those of the others. */
const REMEMBERED = 1000;

/** Takes what failed: a line of the log for each, and when it is tried again. */
export interface Failures {
  readonly record: (failure: Failure) => void;
  /** When a pending delivery is tried again; `undefined` when this process has not heard. */
  nextAttemptOf(row: Pick<InboxRow, "id" | "attempt">): Date | undefined;
  /** Adds what the inbox said of a failure elsewhere. */
  remember(row: Pick<InboxRow, "id" | "attempt">, nextAttemptAt: Date): void;
}

/** Remembers the newest failures of this process. */
export function createFailures(onDead: () => void, log: (line: string) => void): Failures {
  const next = new Map<string, { readonly attempt: number; readonly at: Date }>();

  function remember({ id, attempt }: Pick<InboxRow, "id" | "attempt">, at: Date): void {
    next.delete(id); // the newest comes last
    next.set(id, { attempt, at });
    if (next.size > REMEMBERED) next.delete(next.keys().next().value!);
  }

  return {
    remember,
    record({ row, isDead, nextAttemptAt }) {
      if (nextAttemptAt !== undefined) remember(row, nextAttemptAt);
      if (isDead) onDead();
      // Samples fail since somebody looks at them failing.
      if (readSampleScope(row.scope) === undefined) log(lineOf(row, isDead));
    },
    nextAttemptOf({ id, attempt }) {
      const found = next.get(id);
      return found?.attempt === attempt ? found.at : undefined;
    },
  };
}

function lineOf({ provider, name, attempt, error, reason }: InboxRow, isDead: boolean): string {
  const what = `${provider} ${name ?? "delivery"}: attempt ${attempt} failed`;
  const then = isDead ? `it is dead (${reason}), and the page can retry it` : "the inbox goes on trying";
  return `${what}, ${then}: ${error}`;
}
