import type { Io } from "./io.ts";

/** The streams, environment and signals of this process. */
export function processIo(): Io {
  // Whoever reads us may stop early, as `head` does: that is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  let stopped: AbortController | undefined;
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    stopSignal: () => {
      stopped ??= abortedBySignals();
      return stopped.signal;
    },
  };
}

/** Aborted by the first signal; a second one ends the process as usual. */
function abortedBySignals(): AbortController {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller;
}
