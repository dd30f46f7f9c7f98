import type { InboxOptions, Store } from "@flaghook/inbox";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { sqliteStore } from "@flaghook/inbox/sqlite";

/** The store of a run: its kind, and a file or URL. */
export interface StoreConfig {
  readonly kind: "sqlite" | "bullmq" | "pg-boss";
  readonly at: string;
  readonly leaseMs: number;
  readonly durability?: "unsafe";
  /**
   * Whether half of the deliveries are accepted and handled in transactions with our own tables.
   */
  readonly hasTransactions?: boolean;
}

function openStore({ kind, at, durability, hasTransactions }: StoreConfig): Store {
  if (kind === "sqlite") return sqliteStore({ path: at, pollMs: 50 });
  const unsafe = durability === undefined ? {} : { durability };
  if (kind === "bullmq") return bullmqStore({ name: "crashes", connection: at, ...unsafe });
  return pgBossStore({
    name: "crashes",
    connectionString: at,
    pollMs: 200,
    connections: hasTransactions === true ? 14 : 6,
    ...unsafe,
  });
}

/** Equal in every process: pg-boss keeps the accepting one's options with each delivery. */
export function inboxOptions(config: StoreConfig): InboxOptions {
  return {
    store: openStore(config),
    leaseMs: config.leaseMs,
    // So many that crashes alone make none dead: a round hits what is running, and that is tried again
    // first.
    attempts: 30,
    backoff: { delayMs: 10, maxMs: 100 },
    onError: () => {},
    onFailure: () => {}, // handlers fail by intent, thousands of times
  };
}
