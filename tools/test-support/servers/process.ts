import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
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

/**
 * Ends a server and all its children at the same moment, and waits for them. Where there is no
 * /proc to tell the children, they are left to find out by themselves that their parent is gone.
 */
export async function killFamily(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill("SIGSTOP"); // so that it can have no more of them meanwhile
  const children = childrenOf(server.pid!);
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  for (const pid of children) killIfThere(pid);
  await ended;
  while (children.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 5));
}

function childrenOf(parent: number): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => statOf(pid)?.parent === parent);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** One that nobody has waited for is dead all the same. */
function isAlive(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state !== undefined && state !== "Z";
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    // Behind the name, which can hold anything: state, parent and more.
    const [state = "", parent] = /^.*\) (.*)$/s
      .exec(readFileSync(`/proc/${pid}/stat`, "utf8"))![1]!
      .split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
