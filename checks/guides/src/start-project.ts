import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { projectEnvironment } from "../../../tools/workspace/run-apart.ts";

/** A project that was built and runs. */
export interface RunningProject {
  readonly origin: string;
  /** How often a text is in what it has printed, asked until it is there often enough. */
  printed(text: string, times: number): Promise<number>;
  readonly output: () => string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/**
 * Runs `npm start` on a free port.
 *
 * @throws {Error} with what it printed, when nobody listens after a minute
 */
export async function startProject(folder: string, env: NodeJS.ProcessEnv): Promise<RunningProject> {
  const port = await freePort();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...projectEnvironment(), ...env, PORT: String(port), HOST: "127.0.0.1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own, so that npm's children end with it
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));

  const until = async <Value>(look: () => Value | Promise<Value>, isDone: (value: Value) => boolean) => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await look();
      if (isDone(value) || Date.now() > end || child.exitCode !== null) return value;
      await wait(100);
    }
  };
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    process.kill(-child.pid!, "SIGTERM");
    const forced = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), 10_000);
    await closed;
    clearTimeout(forced);
  };

  if (!(await until(() => isListening(port), Boolean))) {
    await stop();
    throw new Error(`does not start:\n${output}`);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    printed: (text, times) =>
      until(
        () => output.split(text).length - 1,
        (count) => count >= times,
      ),
    output: () => output,
    stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false; // refused: not yet
  } finally {
    socket.destroy();
  }
}
