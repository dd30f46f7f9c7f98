import { findProgram, runProgram } from "../../../tools/test-support/servers/process.ts";
import { hasPostgres, startPostgres } from "../../../tools/test-support/servers/postgres.ts";
import { hasRedis, startRedis } from "../../../tools/test-support/servers/redis.ts";

/** What keeps a radar's deliveries and lines. */
export interface Engine {
  readonly name: "SQLite" | "Redis" | "Postgres";
  /** Variables of a radar that shares nothing with those before. */
  fresh(): NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts each engine with a server of its own. Gives `undefined` where it is not installed. */
export const ENGINES: Readonly<Record<Engine["name"], () => Promise<Engine | undefined>>> = {
  SQLite: () => Promise.resolve({ name: "SQLite", fresh: () => ({}), stop: () => Promise.resolve() }),
  Redis: async () => {
    if (!hasRedis()) return undefined;
    const server = await startRedis();
    let databases = 0;
    return {
      name: "Redis",
      fresh: () => ({ REDIS_URL: `${server.url}/${databases++}` }),
      stop: () => server.stop(),
    };
  },
  Postgres: async () => {
    if (!hasPostgres()) return undefined;
    const server = await startPostgres();
    let databases = 0;
    return {
      name: "Postgres",
      fresh() {
        const url = new URL(server.connectionString);
        url.pathname = `/radar_${++databases}`;
        const where = ["-h", url.hostname, "-p", url.port, "-U", url.username];
        runProgram(findProgram("createdb")!, [...where, url.pathname.slice(1)]);
        return { DATABASE_URL: url.href };
      },
      stop: () => server.stop(),
    };
  },
};
