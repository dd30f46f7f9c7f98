import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { NEWS, type News, type Newsroom } from "./news.ts";
import type { ServerUrl } from "../server-url.ts";
import { poolOptions } from "../database/postgres.ts";

const CHANNEL = "radar_news";

/** How long to wait before the connection is opened again. */
const RETRY_MS = 1000;

/** A newsroom that hears what other processes publish, until it is stopped. */
export interface SharedNewsroom extends Newsroom {
  stop(): Promise<void>;
}

/**
 * Shares news with all processes on one Postgres: the one that a page is connected to need not be
 * the one that stored the line.
 */
export async function shareNews(
  server: ServerUrl,
  newsroom: Newsroom,
  log: (line: string) => void,
): Promise<SharedNewsroom> {
  const self = randomUUID();
  const unsent = new Set<News>();
  const stopping = new AbortController();
  let client = await connect();
  let sending: Promise<void> | undefined;

  async function connect(): Promise<Client> {
    const next = new Client({ ...poolOptions(server), keepAlive: true });
    next.on("error", () => {}); // "end" follows
    next.on("notification", ({ payload }) => hear(payload ?? "{}"));
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    next.once("end", () => void reconnect());
    return next;
  }

  function hear(payload: string): void {
    const { from, news = [] } = JSON.parse(payload) as { from?: string; news?: readonly News[] };
    if (from === self) return;
    for (const one of news) if (NEWS.includes(one)) newsroom.publish(one);
  }

  async function reconnect(): Promise<void> {
    if (stopping.signal.aborted) return;
    log("Postgres: the connection for the news of other processes ended. It is opened again.");
    for (;;) {
      try {
        await sleep(RETRY_MS, undefined, { ref: false, signal: stopping.signal });
        client = await connect();
        break;
      } catch {
        // Still down: what needs the database says so itself.
        if (stopping.signal.aborted) return;
      }
    }
    if (stopping.signal.aborted) await client.end();
    // Nothing that was published meanwhile got here.
    for (const news of ["lines", "refusals", "inbox"] as const) newsroom.publish(news);
  }

  /** News that comes while a notification is on its way goes out together with the next. */
  async function send(): Promise<void> {
    while (unsent.size > 0) {
      const news = [...unsent];
      unsent.clear();
      await client.query("select pg_notify($1, $2)", [CHANNEL, JSON.stringify({ from: self, news })]);
    }
  }

  return {
    publish(news) {
      newsroom.publish(news);
      unsent.add(news);
      sending ??= send()
        .catch(() => {}) // the connection has ended: whoever missed it looks again when theirs is back
        .finally(() => {
          sending = undefined;
        });
    },
    subscribe: (listener) => newsroom.subscribe(listener),
    async stop() {
      stopping.abort();
      await sending;
      await client.end();
    },
  };
}
