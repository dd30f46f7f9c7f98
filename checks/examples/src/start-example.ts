import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A running example. */
export interface Example {
  /** Posts to the address that it printed; gives the status. */
  post(headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>): Promise<number>;
  /** Whether it prints a line that begins with this text, now or within ten seconds. */
  printed(text: string): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * Starts `server.ts` of a folder, from source, on a port that the system chooses.
 *
 * @throws {Error} with what it printed, when it ends before it listens
 */
export async function startExample(folder: string, env: Record<string, string>): Promise<Example> {
  const child = spawn(process.execPath, ["--conditions=@flaghook/source", "server.ts"], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }

  /** The first line that fits; `undefined` when the process ended, or ten seconds passed, without one. */
  function lineWith(pattern: RegExp): Promise<RegExpExecArray | undefined> {
    return new Promise((resolve) => {
      const finish = (match: RegExpExecArray | undefined): void => {
        waiting.delete(look);
        child.off("close", give);
        clearTimeout(timer);
        resolve(match);
      };
      const look = (): void => {
        const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
        if (match !== undefined) finish(match);
      };
      const give = (): void => finish(undefined);
      const timer = setTimeout(give, 10_000);
      waiting.add(look);
      child.once("close", give);
      look();
    });
  }

  const listening = await lineWith(/^listening on (http:\S+)/);
  if (listening === undefined) {
    child.kill();
    throw new Error(`${folder} did not start:\n${lines.join("\n")}`);
  }
  const url = listening[1]!;

  return {
    async post(headers, body) {
      const response = await fetch(url, { method: "POST", headers, body });
      await response.arrayBuffer();
      return response.status;
    },
    async printed(text) {
      return (await lineWith(new RegExp(`^${text}`))) !== undefined;
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    },
  };
}
