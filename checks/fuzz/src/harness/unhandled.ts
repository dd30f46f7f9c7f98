const faults: string[] = [];

for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  process.on(event, (error: unknown) => {
    faults.push(`${event}: ${error instanceof Error ? error.message : typeof error}`);
  });
}

/** What nobody caught since the last call: each would have ended a server. */
export async function takeUnhandled(): Promise<readonly string[]> {
  await nextTurn();
  return faults.splice(0);
}

/** Turns of the event loop in which a receiver without a network responds many times over. */
const PATIENCE = 200;

/**
 * What a call resolves to. That it rejects, or is silent, is a fault: a server would end, or a
 * sender wait in vain.
 */
export async function responseOf<Result>(call: () => Promise<Result>): Promise<Result> {
  const done = new AbortController();
  try {
    return await Promise.race([call(), silence(done.signal)]);
  } catch (error) {
    throw new Error(`rejected with ${error instanceof Error ? error.message : typeof error}`, {
      cause: error,
    });
  } finally {
    done.abort();
  }
}

/** Rejects when nothing has happened for so long. */
async function silence(done: AbortSignal): Promise<never> {
  for (let turn = 0; turn < PATIENCE; turn++) {
    if (done.aborted) return new Promise(() => {});
    await nextTurn();
  }
  throw new Error("silence: it never responded");
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
