import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe } from "vitest";
import { pgBossStore } from "../src/pg-boss.ts";
import { storeContract } from "../src/store-contract.ts";
import { addConcurrentTest } from "./add-test.ts";
import { hasPostgres, startPostgres, type PostgresServer } from "./engines/postgres.ts";

describe.runIf(hasPostgres())("pg-boss", () => {
  let server: PostgresServer;
  let sql: PgBoss;
  beforeAll(async () => {
    server = await startPostgres();
    sql = new PgBoss({
      connectionString: server.connectionString,
      supervise: false,
      schedule: false,
      max: 4,
    });
    await sql.start();
  });
  afterAll(async () => {
    await sql.stop({ graceful: false });
    await server.stop();
  });

  storeContract(addConcurrentTest, {
    lease: 10_000,
    window: 1500,
    hasTransactions: true,
    async createBackend() {
      const schema = `test_${randomUUID().slice(0, 8)}`;
      return {
        store: () =>
          pgBossStore({
            connectionString: server.connectionString,
            schema,
            poll: 200,
            connections: 4,
            maxBytes: 4_000_000,
          }),
        pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        async expireLease() {
          // The last heartbeat was long ago: as if its holder had been silent.
          await sql
            .getDb()
            .executeSql(
              `update ${schema}.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`,
            );
        },
        remove: async () => {},
      };
    },
  });
});
