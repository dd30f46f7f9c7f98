import { hasPostgres } from "./postgres.ts";
import { findProgram } from "./process.ts";
import { hasRedis } from "./redis.ts";

/** Runs before the engine tests: without an engine they prove nothing, so none of them may pass. */
export default function requireEngines(): void {
  const missing = [
    ...(hasRedis() ? [] : ["redis-server"]),
    ...(hasPostgres() ? [] : ["postgresql"]),
    ...(findProgram("openssl") === undefined ? ["openssl"] : []),
  ];
  if (missing.length > 0) {
    throw new Error(`Engine tests need real servers. Debian: apt-get install ${missing.join(" ")}`);
  }
}
