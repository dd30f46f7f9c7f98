import type { Redis } from "ioredis";
import { lossSince, readFacts, type Durability, type RedisFacts } from "./durability.ts";

/** What Redis says about itself now. */
export async function askFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info();
  // Behind some managed services it is not told.
  const config = await redis.config("GET", "*append*").catch(() => []);
  return readFacts(info, config as string[]);
}

/**
 * Looks again after each reconnect: what answers then may be another Redis, or the same one with other settings.
 *
 * @param redis The connection that commits go over.
 * @param durability What was found when the store opened; nothing is looked at where `"unsafe"` is wanted.
 * @returns What rejects until Redis keeps again what it acknowledges. It asks Redis after a reconnect alone.
 */
export function watchDurability(
  redis: Redis,
  durability: Durability,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let connections = 0;
  let sureOf = 0;

  async function makeSure(): Promise<void> {
    if (sureOf === connections) return;
    const asked = connections;
    const loss = lossSince(durability, await askFacts(redis));
    if (loss !== undefined) throw new Error(loss);
    sureOf = asked;
  }

  if (durability !== "unsafe") {
    redis.on("ready", () => {
      connections++;
      makeSure().catch(onError);
    });
  }
  return makeSure;
}
