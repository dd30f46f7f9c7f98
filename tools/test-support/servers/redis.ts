import { spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findProgram, freePort, startServer, stopServer } from "./process.ts";

/** A Redis of our own, on loopback, with its data in a temporary folder. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends it with SIGKILL, or softly, and leaves its data. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again over the same data, with some settings changed. */
  restart(env?: NodeJS.ProcessEnv, config?: Record<string, string>): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Redis, or Valkey, which began as Redis 7.2. */
const PROGRAMS = ["redis-server", "valkey-server"];

/** Whether this machine has Redis. Says so plainly when it has not. */
export function hasRedis(): boolean {
  if (findRedis() !== undefined) return true;
  console.warn(
    "SKIPPED: no redis-server or valkey-server on this machine, so nothing was tested on BullMQ. Debian: apt-get install redis-server",
  );
  return false;
}

/**
 * The program of a Redis that can be asked to wait for its disk (WAITAOF). Says so plainly when
 * there is none.
 */
export function findWaitingRedis(): string | undefined {
  const command = findRedis((program) => {
    const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
    const [, major, minor] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 2);
  });
  if (command === undefined)
    console.warn("SKIPPED: no Redis 7.2 or newer and no Valkey on this machine, so WAITAOF was not tested.");
  return command;
}

function findRedis(isFit: (program: string) => boolean = () => true): string | undefined {
  return PROGRAMS.map(findProgram).find((program) => program !== undefined && isFit(program));
}

/**
 * @param config Further settings, e.g. `{ appendfsync: "everysec" }`. Default: every write is on
 *   disk before it acknowledges a write.
 * @param command Program to start. Default the first that is found.
 */
export async function startRedis(
  config: Record<string, string> = {},
  env: NodeJS.ProcessEnv = process.env,
  command: string = findRedis()!,
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "flaghook-redis-"));
  const port = await freePort();
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: "yes",
    appendfsync: "always",
    "maxmemory-policy": "noeviction",
    ...config,
  };

  async function start(own: NodeJS.ProcessEnv, changed: Record<string, string> = {}): Promise<ChildProcess> {
    const args = Object.entries({ ...settings, ...changed }).flatMap(([name, value]) => [`--${name}`, value]);
    return startServer(command, args, { env: own }, async () => {
      const redis = new Redis({ host: "127.0.0.1", port, lazyConnect: true, retryStrategy: () => null });
      redis.on("error", () => {});
      try {
        await redis.connect();
        await redis.ping();
      } finally {
        redis.disconnect();
      }
    });
  }

  let server = await start(env);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill: (signal) => stopServer(server, signal),
    async restart(own = process.env, changed = {}) {
      server = await start(own, changed);
    },
    async stop() {
      await stopServer(server, "SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Gives what Redis says to one command. */
export async function askRedis(url: string, command: string, ...args: readonly string[]): Promise<unknown> {
  const redis = new Redis(url);
  try {
    return await redis.call(command, ...args);
  } finally {
    redis.disconnect();
  }
}

/** Stops its process in its tracks: connections stay open, and nothing responds. */
export async function freeze({ port }: RedisServer): Promise<void> {
  const redis = new Redis(port);
  const pid = Number(/^process_id:(\d+)/m.exec(await redis.info("server"))?.[1]);
  redis.disconnect();
  process.kill(pid, "SIGSTOP");
}
