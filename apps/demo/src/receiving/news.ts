/**
 * News for open pages. `inbox`: deliveries died, or somebody saw to the dead. `datafiles`: one was
 * fetched.
 */
export const NEWS = ["lines", "refusals", "removed", "inbox", "datafiles"] as const;

/** One of {@link NEWS}. */
export type News = (typeof NEWS)[number];

/** Wakes whoever waits for news. Holds none: everything is read from the database. */
export interface Newsroom {
  publish(news: News): void;
  subscribe(listener: (news: News) => void): () => void;
}

/** A newsroom without subscribers. */
export function createNewsroom(): Newsroom {
  const listeners = new Set<(news: News) => void>();
  return {
    publish(news) {
      for (const listener of listeners) listener(news);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
