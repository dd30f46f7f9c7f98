import type { InboxOptions, Store } from "@flaghook/inbox";
import { bullmqStore } from "@flaghook/inbox-bullmq";
import { pgBossStore } from "@flaghook/inbox-pg-boss";
import { sqliteStore } from "@flaghook/inbox/sqlite";

/** Where a process finds the deliveries: the kind of store, and a file or URL. */
export interface Place {
  readonly kind: "sqlite" | "bullmq" | "pg-boss";
  readonly at: string;
  /** Milliseconds. */
  readonly lease: number;
  readonly durability?: "unsafe";
  /**
   * Whether half of what is sent and handled is, in transactions with the tables of
   * `transactions.ts`.
   */
  readonly hasTransactions?: boolean;
}

function openStore({ kind, at, durability, hasTransactions }: Place): Store {
  if (kind === "sqlite") return sqliteStore({ path: at, poll: 50 });
  const unsafe = durability === undefined ? {} : { durability };
  if (kind === "bullmq") return bullmqStore({ connection: at, ...unsafe });
  return pgBossStore({
    connectionString: at,
    poll: 200,
    connections: hasTransactions === true ? 14 : 6,
    ...unsafe,
  });
}

/** The same in every process: pg-boss keeps the accepting one's with each delivery. */
export function inboxOptions(place: Place): InboxOptions {
  return {
    store: openStore(place),
    lease: place.lease,
    // So many, and so soon, that crashes alone kill none: a round strikes at what is running, and that is tried again first.
    attempts: 30,
    backoff: { delay: 10, max: 100 },
    onError: () => {},
  };
}
