import { onTestFinished } from "vitest";
import { startCli, type RunningCli } from "./run-cli.ts";

/** A `flaghook listen` that is ready, stopped after the test. */
export interface Listening extends RunningCli {
  readonly url: string;
}

/** Starts `flaghook listen` on a free port, and waits until it is ready. */
export async function startListening(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Listening> {
  const running = startCli(["listen", "--port", "0", ...args], { env });
  const [, url = ""] = await running.waitFor(/ready.*?(http:\/\/127\.0\.0\.1:\d+\/)/);
  onTestFinished(async () => {
    running.stop();
    await running.ended;
  });
  return { ...running, url };
}
