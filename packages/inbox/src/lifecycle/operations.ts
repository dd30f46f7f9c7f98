import type { Registration } from "../handling/handler.ts";
import { assertInteger, assertKnownOptions } from "../options/assert.ts";
import { STATES } from "../store/state.ts";
import type { RowQuery, Store } from "../store/store.ts";
import type { Inbox } from "./inbox.ts";
import { readRowQuery, readTime } from "./read-row-query.ts";
import { retryAll } from "./retry-all.ts";
import { readDetails } from "./row-details.ts";

/** What looks after an inbox: none of it needs handlers or `start`. */
export type Operations = Pick<
  Inbox,
  "list" | "get" | "delete" | "retry" | "pause" | "resume" | "purge" | "counts"
>;

/** What operations need of the inbox. */
export interface OperationsContext {
  readonly store: Store;
  readonly open: () => Promise<void>;
  readonly registrations: ReadonlyMap<string, Registration>;
}

export function createOperations({ store, open, registrations }: OperationsContext): Operations {
  async function retry(query: string | RowQuery): Promise<boolean | number> {
    if (typeof query !== "object" || query === null) assertId(query);
    const filter = typeof query === "string" ? undefined : readRowQuery("retry", query, store.clock.now());
    await open();
    return typeof query === "string" ? store.retry(query) : retryAll(store, filter);
  }

  return {
    async list(query) {
      const filter = readRowQuery("list", query, store.clock.now(), ["state", "limit", "after"]);
      const { state, limit = 100, after } = query;
      if (!STATES.includes(state)) throw new TypeError(`state must be one of ${STATES.join(", ")}.`);
      assertInteger("limit", limit, 1, 1000);
      await open();
      return store.list({ state, limit, after, filter });
    },

    async get(id) {
      assertId(id);
      await open();
      const stored = await store.get(id);
      return stored && readDetails(stored, registrations.get(stored.row.provider)?.provider);
    },

    async delete(id) {
      assertId(id);
      await open();
      const deletion = await store.delete(id);
      if (deletion === "running") {
        throw new Error(`the delivery ${id} is running: delete it when its attempt has ended.`);
      }
      return deletion === "deleted";
    },

    async pause(provider) {
      const id = idOf(provider);
      await open();
      await store.pause(id);
    },

    async resume(provider) {
      const id = idOf(provider);
      await open();
      await store.resume(id);
    },

    retry: retry as Inbox["retry"],

    async purge(query) {
      assertKnownOptions("purge", query, ["olderThan"]);
      const before = readTime("olderThan", query.olderThan, store.clock.now());
      await open();
      return store.purge(before, true);
    },

    async counts() {
      await open();
      return store.counts();
    },
  };
}

function idOf(provider: string | { readonly id: string }): string {
  const id = typeof provider === "string" ? provider : provider?.id;
  if (typeof id === "string" && id !== "") return id;
  throw new TypeError("provider must be one that defineProvider made, or its id.");
}

function assertId(id: unknown): asserts id is string {
  if (typeof id !== "string") throw new TypeError("id must be the id of a row that list() gave.");
}
