import { createInbox, type Store } from "@flaghook/inbox";
import { createRequire } from "node:module";
import { PgBoss } from "pg-boss";
import { describe, expect, it } from "vitest";
import { order } from "../../../inbox/src/store-contract/deliveries.ts";
import { accept } from "../../../inbox/src/store-contract/harness.ts";
import { hasPostgres, startPostgres } from "../../../../tools/test-support/servers/postgres.ts";
import { pgBossStore, type PostgresPool } from "../../src/index.ts";

const fromPgBoss = createRequire(createRequire(import.meta.url).resolve("pg-boss"));
const { Pool } = fromPgBoss("pg") as {
  Pool: new (options: object) => PostgresPool & {
    on(event: "error", listener: () => void): unknown;
    end(): Promise<void>;
  };
};

interface Opened {
  readonly store: Store;
  end(): Promise<void>;
}

function ownConnections(connectionString: string): Opened {
  return { store: pgBossStore({ name: "test", connectionString }), end: async () => {} };
}

function poolOfYours(connectionString: string): Opened {
  const pool = new Pool({ connectionString, max: 4 });
  pool.on("error", () => {});
  return { store: pgBossStore({ name: "test", connection: pool }), end: () => pool.end() };
}

describe.runIf(hasPostgres())("a Postgres that came back with other settings", () => {
  it.each([
    { name: "connections of its own", open: ownConnections },
    { name: "a pool of yours", open: poolOfYours },
  ])(
    "is refused until it keeps again what it acknowledges: $name",
    async ({ open }) => {
      const server = await startPostgres();
      const { connectionString } = server;
      const opened = open(connectionString);
      const inbox = createInbox({ store: opened.store, onError: () => {} });
      expect(await accept(inbox, order(1))).toBe("accepted");

      const admin = new PgBoss({ connectionString, supervise: false, schedule: false, max: 1 });
      await admin.start();
      const change = async (value: string): Promise<void> => {
        const sql = admin.getDb();
        await sql.executeSql(`alter system set synchronous_commit = ${value}`);
        await sql.executeSql("select pg_reload_conf()");
        // As a failover or a restart would.
        await sql.executeSql(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null",
        );
      };
      const accepting = (number: number): Promise<string> => accept(inbox, order(number)).catch(String);
      await change("off");
      await expect
        .poll(() => accepting(2))
        .toMatch(/^Error: Postgres could lose deliveries .*: synchronous_commit is off/);
      expect(await accepting(1)).toMatch(/synchronous_commit is off/);
      await change("on");
      await expect.poll(() => accepting(2)).toBe("accepted");
      await admin.stop({ graceful: false });
      await inbox.stop();
      await opened.end();
      await server.stop();
    },
    60_000,
  );
});
