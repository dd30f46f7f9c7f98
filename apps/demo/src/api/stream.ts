import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { streamSSE, type SSEStreamingApi } from "hono/streaming";
import { linesBetween, newestId } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { Filter } from "../model/filter.ts";
import type { News, Newsroom } from "../receiving/news.ts";
import { streamQuery } from "./contract.ts";
import { readQuery } from "./read-query.ts";

/** Lines that are read at one time: a stream that is far behind must not fill the memory. */
const BATCH = 500;

/** What arrives within this time goes out together. */
const GATHER_MS = 40;

/** Proxies close a connection on which nothing happens. */
const HEARTBEAT_MS = 15_000;

/**
 * `GET /api/changes/stream`: lines as server-sent events, each with its id. Goes on after
 * `Last-Event-ID` or `after`, without a gap and without a repeat: the database is the only buffer.
 */
export function streamApi(database: Database, newsroom: Newsroom): Hono {
  const app = new Hono();
  app.get("/changes/stream", async (context) => {
    const { after, ...filter } = readQuery(context, streamQuery);
    const seen = context.req.header("last-event-id");
    const last = seen !== undefined && /^\d{1,15}$/.test(seen) ? Number(seen) : after;
    const start = last ?? (await newestId(database));
    context.header("cache-control", "no-store");
    context.header("x-accel-buffering", "no");
    return streamSSE(context, (stream) => run(stream, { database, newsroom, filter, start }));
  });
  return app;
}

interface StreamOptions {
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly filter: Filter;
  readonly start: number;
}

async function run(
  stream: SSEStreamingApi,
  { database, newsroom, filter, start }: StreamOptions,
): Promise<void> {
  const waiting = new Set<News>(["lines"]);
  let wake = doNothing;
  const stop = newsroom.subscribe((news) => {
    waiting.add(news);
    wake();
  });
  stream.onAbort(() => wake());
  let last = start;
  try {
    await stream.write("retry: 1000\n\n");
    while (!stream.aborted && !stream.closed) {
      const news = new Set(waiting);
      waiting.clear();
      if (news.has("lines")) last = await writeLines(stream, database, filter, last);
      if (news.has("refusals")) await stream.writeSSE({ event: "refused", data: "" });
      if (news.has("datafiles")) await stream.writeSSE({ event: "datafile", data: "" });
      if (news.has("inbox")) await stream.writeSSE({ event: "inbox", data: "" });
      if (news.has("removed")) await stream.writeSSE({ event: "removed", data: "" });
      if (news.size === 0) await stream.write(": still here\n\n");
      if (waiting.size === 0) {
        const beat = new AbortController();
        const called = new Promise<void>((resolve) => (wake = resolve));
        await Promise.race([called, sleep(HEARTBEAT_MS, undefined, { signal: beat.signal }).catch(() => {})]);
        beat.abort();
      }
      await sleep(GATHER_MS);
    }
  } finally {
    stop();
  }
}

async function writeLines(
  stream: SSEStreamingApi,
  database: Database,
  filter: Filter,
  after: number,
): Promise<number> {
  const newest = await newestId(database);
  let last = after;
  while (!stream.aborted) {
    const lines = await linesBetween(database, { after: last, upTo: newest }, BATCH, filter);
    for (const line of lines) {
      await stream.writeSSE({ id: String(line.id), data: JSON.stringify(line) });
      last = line.id;
    }
    // Everything up to the newest was looked at, though a filter may have kept it back.
    if (lines.length < BATCH) return Math.max(last, newest);
  }
  return last;
}

function doNothing(): void {}
