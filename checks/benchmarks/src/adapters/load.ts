import type { Pool } from "undici";

/** One request, sent over and over. */
export interface Delivery {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/**
 * Sends `count` requests, `concurrency` at a time, and says how many a second got a response.
 * Throws on any response but 200.
 */
export async function requestsPerSecond(
  pool: Pool,
  { headers, body }: Delivery,
  count: number,
  concurrency: number,
): Promise<number> {
  let left = count;
  async function sendInTurn(): Promise<void> {
    while (left-- > 0) {
      const response = await pool.request({ method: "POST", path: "/", headers, body });
      await response.body.dump();
      if (response.statusCode !== 200) throw new Error(`the response was ${response.statusCode}`);
    }
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, sendInTurn));
  return (count / (performance.now() - start)) * 1000;
}
