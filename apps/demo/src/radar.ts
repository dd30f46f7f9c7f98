import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createInbox, type Inbox } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { SAMPLES_REMOVED } from "./api/samples.ts";
import { readFact, writeFact } from "./database/facts.ts";
import { countSamples } from "./database/lines.ts";
import { removeBefore, removeSamples } from "./database/removal.ts";
import type { Database } from "./database/schema.ts";
import { openSqlite } from "./database/sqlite.ts";
import type { PageFiles } from "./page/page-files.ts";
import { providers, sources } from "./providers.ts";
import { createNewsroom, type Newsroom } from "./receiving/news.ts";
import { createReceivers } from "./receiving/receivers.ts";
import { recordEvents } from "./receiving/record-events.ts";
import { createRefusalRecorder, type RefusalRecorder } from "./receiving/record-refusal.ts";
import { expectedSamples, readSamples, sendSamples, type SentSample } from "./sample/send-samples.ts";
import { readSecrets, type ConfiguredSecret } from "./secrets.ts";
import { createServer } from "./server.ts";

const LOOPBACK = "127.0.0.1";

const DAY_MS = 86_400_000;

/** Lines and refusals go after this time: a radar that is left open must not fill the disk. */
const KEPT_DAYS = 30;

/** Options of {@link openRadar}. */
export interface RadarOptions {
  /** Where its files are. Created where there is none. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly now: () => Date;
}

/** What a server of the radar has of its own. */
export interface AppOptions {
  /** Asked for by the page and the API; `undefined` where only this machine reaches them. */
  readonly token: string | undefined;
  readonly files: PageFiles;
}

/** A radar with its files open. */
export interface Radar {
  readonly secrets: Readonly<Record<string, ConfiguredSecret>>;
  readonly database: Database;
  readonly newsroom: Newsroom;
  /** Sends the samples, unless there is real data or somebody removed them. */
  addSamples(): Promise<readonly SentSample[]>;
  /** The server, not listening yet. */
  createApp(options: AppOptions): Hono;
  /** Serves until `close`. Gives the port. */
  serve(options: AppOptions & { readonly host: string; readonly port: number }): Promise<number>;
  /** Resolves once everything that was received is in the timeline. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the radar's files and starts to handle what its inbox has. */
export async function openRadar({ folder, environment, log, now }: RadarOptions): Promise<Radar> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = await openSqlite(join(folder, "radar.db"));
  const secrets = await readSecrets(providers, environment, {
    read: (provider) => readFact(database, `secret ${provider}`),
    write: (provider, secret) => writeFact(database, `secret ${provider}`, secret),
  });
  const newsroom = createNewsroom();
  const inbox = createInbox({
    store: sqliteStore({ path: join(folder, "inbox.db") }),
    onError: (error) => log(String(error)),
  });
  recordEvents(inbox, { sources, database, newsroom, log });
  await inbox.start();
  const refusals = createRefusalRecorder({ database, newsroom, providers, log, now });
  const receiving = { sources, secrets, database, inbox, refusals, log, now };
  const purge = setInterval(() => void purgeOld(database, now(), log), DAY_MS / 24);
  purge.unref();
  const createApp = ({ token, files }: AppOptions): Hono => {
    const real = createReceivers(receiving);
    return createServer({ sources, database, newsroom, receivers: real, files, token, log, now });
  };
  let server: Server | undefined;

  return {
    secrets,
    database,
    newsroom,
    async addSamples() {
      if (!(await wantsSamples(database))) return [];
      await removeSamples(database);
      const samples = await readSamples(sources, now());
      const app = createReceivers({ ...receiving, samples: expectedSamples(samples) });
      const sent = await withServer(app, (address) => sendSamples(address, samples));
      await idle(inbox, refusals);
      return sent;
    },
    createApp,
    async serve({ host, port, ...options }) {
      server = serve({ fetch: createApp(options).fetch, port, hostname: host }) as Server;
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    },
    idle: () => idle(inbox, refusals),
    async close() {
      clearInterval(purge);
      server?.close();
      server?.closeAllConnections();
      await inbox.stop({ timeoutMs: 3000 });
      await refusals.idle();
      await database.destroy();
    },
  };
}

/**
 * On a server and a port of its own, which nobody else finds: what others send cannot mix with it.
 */
async function withServer<Result>(app: Hono, use: (address: string) => Promise<Result>): Promise<Result> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: LOOPBACK }) as Server;
  await once(server, "listening");
  try {
    return await use(`http://${LOOPBACK}:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Old samples are sent anew, so that the hour always ends now. */
async function wantsSamples(database: Database): Promise<boolean> {
  if ((await readFact(database, SAMPLES_REMOVED)) !== undefined) return false;
  const { lines, samples } = await countSamples(database);
  return lines === samples;
}

async function idle(inbox: Inbox, refusals: RefusalRecorder): Promise<void> {
  for (;;) {
    const { pending, running } = await inbox.counts();
    if (pending + running === 0) break;
    await sleep(10);
  }
  await refusals.idle();
}

async function purgeOld(database: Database, now: Date, log: (line: string) => void): Promise<void> {
  try {
    await removeBefore(database, new Date(now.getTime() - KEPT_DAYS * DAY_MS));
  } catch (error) {
    log(`Old lines could not be removed: ${String(error)}`);
  }
}
