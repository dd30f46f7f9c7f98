import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@flaghook/inbox";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { hasPostgres, startPostgres } from "../../../../tools/test-support/servers/postgres.ts";
import { hasRedis, startRedis } from "../../../../tools/test-support/servers/redis.ts";
import { bareBullmq, barePgBoss, bareSqlite, type BareWrites } from "./bare.ts";

/** An engine that runs, empty at first, while it is measured. */
export interface Engine {
  readonly title: string;
  /** Another store over the same data. */
  readonly open: () => Store;
  /** The engine without an inbox, to compare with. */
  readonly openBare: () => Promise<BareWrites>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the engine of a store, by name. `undefined`, with a warning, where it is not installed.
 */
export const engines: Readonly<Record<string, () => Promise<Engine | undefined>>> = {
  async sqlite() {
    const folder = mkdtempSync(join(tmpdir(), "flaghook-bench-"));
    let files = 0;
    return {
      title: "sqlite",
      open: () => sqliteStore({ path: join(folder, "inbox.db") }),
      openBare: () => bareSqlite(join(folder, `bare-${files++}.db`)),
      stop: async () => rmSync(folder, { recursive: true }),
    };
  },
  async bullmq() {
    if (!hasRedis()) return undefined;
    const server = await startRedis();
    return {
      title: "bullmq, appendfsync always",
      open: () => bullmqStore({ name: "bench", connection: server.url }),
      openBare: () => bareBullmq(server.port),
      stop: () => server.stop(),
    };
  },
  async "pg-boss"() {
    if (!hasPostgres()) return undefined;
    const server = await startPostgres();
    return {
      title: "pg-boss",
      open: () => pgBossStore({ name: "bench", connectionString: server.connectionString }),
      openBare: () => barePgBoss(server.connectionString),
      stop: () => server.stop(),
    };
  },
};
