import type { Client } from "./statement-timeout.ts";

/**
 * What you say about a Postgres. `"asserted"`: it keeps what it acknowledges, though it does not
 * let us look. `"unsafe"`: it may lose deliveries.
 */
export type Durability = "asserted" | "unsafe";

/**
 * Asks how Postgres could lose what it acknowledged, and says what to change. `undefined` when it
 * could not, or when you vouch for what it does not say.
 */
export async function findLoss(client: Client, durability?: Durability): Promise<string | undefined> {
  const text =
    "select current_setting('fsync', true) as fsync, current_setting('synchronous_commit', true) as commit";
  const [row] = (await client.query(text)).rows as { fsync: string | null; commit: string | null }[];
  const off = row?.fsync === "off" ? "fsync" : row?.commit === "off" ? "synchronous_commit" : undefined;
  if (off !== undefined) {
    return `Postgres could lose deliveries that were acknowledged with 2xx: ${off} is off. Turn it on, or pass durability: "unsafe" to pgBossStore and accept the loss.`;
  }
  const isKnown = typeof row?.fsync === "string" && typeof row.commit === "string";
  if (isKnown || durability === "asserted") return undefined;
  return 'this Postgres does not tell fsync and synchronous_commit, so nobody knows whether it keeps deliveries that were acknowledged with 2xx. Where your provider documents that both are on, pass durability: "asserted" to pgBossStore; else "unsafe", and accept the loss.';
}
