import { spawnSync, type ChildProcess } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram, freePort, killFamily, runProgram, startServer, stopServer } from "./process.ts";

/** A Postgres of our own, on loopback, with its data in a temporary folder. */
export interface PostgresServer {
  readonly connectionString: string;
  /** Ends it and all its processes with SIGKILL, and leaves its data. */
  kill(): Promise<void>;
  /** Starts it again over the same data, from which it recovers. */
  restart(env?: NodeJS.ProcessEnv): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Whether this machine has Postgres. Says so plainly when it has not. */
export function hasPostgres(): boolean {
  const isThere = findProgram("postgres") !== undefined && findProgram("initdb") !== undefined;
  const canRun = process.getuid?.() !== 0 || userIds("postgres") !== undefined;
  if (isThere && canRun) return true;
  const lack = isThere ? "no postgres user to run it as (it refuses to run as root)" : "no postgres";
  console.warn(
    `SKIPPED: ${lack} on this machine, so nothing was tested on pg-boss. Debian: apt-get install postgresql`,
  );
  return false;
}

/**
 * @param config Further settings, e.g. `{ synchronous_commit: "off" }`. Default: every commit is on
 *   disk before it acknowledges a write.
 */
export async function startPostgres(
  config: Record<string, string> = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "flaghook-postgres-"));
  const port = await freePort();
  const user = process.getuid?.() === 0 ? userIds("postgres") : undefined;
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  runProgram(
    findProgram("initdb")!,
    ["-D", data, "-U", "flaghook", "-A", "trust", "-E", "UTF8", "--no-sync"],
    user,
  );
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...config,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const isReady = findProgram("pg_isready")!;

  async function start(own: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const options = { ...user, env: own };
    return startServer(findProgram("postgres")!, ["-D", data, ...args], options, async () => {
      runProgram(isReady, ["-h", "127.0.0.1", "-p", String(port)]);
    });
  }

  let server = await start(env);
  return {
    connectionString: `postgres://flaghook@127.0.0.1:${port}/postgres`,
    kill: () => killFamily(server),
    async restart(own = process.env) {
      server = await start(own);
    },
    async stop() {
      await stopServer(server, "SIGQUIT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Gives a file to the user whom Postgres runs as: nobody else may read a private key. */
export async function giveToPostgres(path: string): Promise<void> {
  const user = process.getuid?.() === 0 ? userIds("postgres") : undefined;
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

function userIds(name: string): { uid: number; gid: number } | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
