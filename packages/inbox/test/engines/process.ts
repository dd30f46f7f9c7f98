import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** A port on loopback that nobody uses just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Path of a program: on the PATH, or where Debian keeps Postgres. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(":");
  const debian = "/usr/lib/postgresql";
  if (existsSync(debian)) {
    for (const version of readdirSync(debian).toSorted().toReversed())
      folders.push(join(debian, version, "bin"));
  }
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Runs a program to its end. Throws with what it said when it fails. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { uid?: number; gid?: number } = {},
): void {
  const { status, stderr, error } = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

/** Starts a server and waits until `isReady` does not reject. */
export async function startServer(
  command: string,
  args: readonly string[],
  options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv },
  isReady: () => Promise<void>,
): Promise<ChildProcess> {
  const server = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    try {
      await isReady();
      return server;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > giveUpAt)
        throw new Error(`${command} did not start: ${said}`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends a server and waits for it. */
export async function stopServer(server: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill(signal);
  await ended;
}
