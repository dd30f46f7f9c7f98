import type { Redis } from "ioredis";
import { lossOf, readFacts, type Durability, type RedisFacts } from "./durability.ts";

/** Asks what Redis says about itself now. */
export async function askFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info();
  const config = await redis.config("GET", "*append*").catch((error: unknown) => {
    if (isRefusal(error)) return [];
    throw error;
  });
  return readFacts(info, config as string[]);
}

/** Many managed services do not let us look. A Redis that went away says nothing about itself. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError" && /^(ERR|NOPERM)\b/.test(error.message);
}

/**
 * Looks again after each reconnect: what responds then may be another Redis, or the same one with
 * other settings.
 *
 * @param redis The connection that commits use.
 * @returns What rejects until Redis keeps again what it acknowledges. It asks only after a
 *   reconnect.
 */
export function watchDurability(
  redis: Redis,
  durability: Durability | undefined,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let connections = 0;
  let sureOf = 0;

  async function assertDurable(): Promise<void> {
    if (sureOf === connections) return;
    const asked = connections;
    const loss = lossOf(await askFacts(redis), durability);
    if (loss !== undefined) throw new Error(`Redis came back with other settings. ${loss}`);
    sureOf = asked;
  }

  if (durability !== "unsafe") {
    redis.on("ready", () => {
      connections++;
      assertDurable().catch(onError);
    });
  }
  return assertDurable;
}
