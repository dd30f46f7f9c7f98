import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Inbox } from "@flaghook/inbox";
import type { FetchDatafile } from "@flaghook/optimizely";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { SAMPLES_REMOVED } from "./api/samples.ts";
import { compactEvaluations } from "./database/evaluations.ts";
import { keepFact, readFact } from "./database/facts.ts";
import { countSamples } from "./database/lines.ts";
import { removeBefore, removeSamples } from "./database/removal.ts";
import type { Database } from "./database/schema.ts";
import { openDatabase } from "./database/open-database.ts";
import { createFailures } from "./inbox/failures.ts";
import { killCommands } from "./inbox/kill-commands.ts";
import { createMeter } from "./inbox/meter.ts";
import { logFaults } from "./inbox/log-faults.ts";
import { openInbox, type Engine } from "./inbox/open-inbox.ts";
import { removeSampleDeliveries } from "./inbox/remove-samples.ts";
import { sendBatch } from "./inbox/sample-batch.ts";
import { createSampleHandler } from "./inbox/sample-handler.ts";
import { waitUntilIdle } from "./inbox/wait-until-idle.ts";
import { createDatafileWatcher } from "./datafiles/watch-datafiles.ts";
import type { PageFiles } from "./page/page-files.ts";
import { providers, sources } from "./providers.ts";
import { createNewsroom, type Newsroom } from "./receiving/news.ts";
import { createReceivers } from "./receiving/receivers.ts";
import { recordEvents } from "./receiving/record-events.ts";
import { createRefusalRecorder } from "./receiving/record-refusal.ts";
import {
  expectedSamples,
  readBatchSamples,
  readSamples,
  sendSamples,
  type SentSample,
} from "./sample/send-samples.ts";
import { readSecrets, type ConfiguredSecret } from "./secrets.ts";
import { createServer } from "./server.ts";
import { createTryIt } from "./try-it/try-it.ts";

const LOOPBACK = "127.0.0.1";

const DAY_MS = 86_400_000;

/** Lines and refusals go after this time: a radar that is left open must not fill the disk. */
const KEPT_DAYS = 30;

type Samples = Parameters<typeof sendSamples>[1];

/** Options of {@link openRadar}. */
export interface RadarOptions {
  /** Where its files are. Created where there is none. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  /** Fetches datafiles from Optimizely's CDN. Default: the platform's `fetch`. */
  readonly fetchDatafile?: FetchDatafile;
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
  readonly inbox: Inbox;
  /** What keeps the inbox's deliveries. */
  readonly engine: Engine;
  /** Where the changes are: a file, or a server without user and password. */
  readonly changesPlace: string;
  /**
   * Sends the samples, unless there is real data, somebody removed them, or some are still waiting.
   */
  addSamples(): Promise<readonly SentSample[]>;
  /** The server, not listening yet. */
  createApp(options: AppOptions): Hono;
  /** Serves until `close`. Gives the port. */
  serve(options: AppOptions & { readonly host: string; readonly port: number }): Promise<number>;
  /** Resolves once everything that was received is in the timeline. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what the radar keeps, and starts to handle what its inbox has.
 *
 * @throws {StartError} when a server that the environment names, or the folder, cannot be used
 */
export async function openRadar({
  folder,
  environment,
  log,
  now,
  fetchDatafile,
}: RadarOptions): Promise<Radar> {
  const { database, place, server: postgres } = await openDatabase(environment, folder, log);
  const secrets = await readSecrets(providers, environment, {
    read: (provider) => readFact(database, `secret ${provider}`),
    keep: (provider, secret) => keepFact(database, `secret ${provider}`, secret),
  });
  const own = createNewsroom();
  const shared =
    postgres && (await (await import("./receiving/shared-news.ts")).shareNews(postgres, own, log));
  const newsroom = shared ?? own;
  const failures = createFailures(() => newsroom.publish("inbox"), log);
  const meter = createMeter(now);
  const sampleHandler = createSampleHandler();
  const datafiles = createDatafileWatcher({
    database,
    onFetched: () => newsroom.publish("datafiles"),
    fetch: fetchDatafile,
  });
  const { inbox, engine } = await openInbox({
    environment,
    folder,
    onError: logFaults(log, now),
    onFailure: failures.record,
    prepare: (opened) =>
      recordEvents(opened, { sources, database, newsroom, sampleHandler, meter, datafiles, log }),
  });
  const refusals = createRefusalRecorder({ database, newsroom, providers, log, now });
  const receiving = { sources, secrets, database, inbox, newsroom, refusals, log, now };
  const sendAsSamples = async (samples: Samples): Promise<readonly SentSample[]> => {
    const app = createReceivers({ ...receiving, samples: expectedSamples(samples) });
    return withServer(app, (address) => sendSamples(address, samples));
  };
  const purge = setInterval(() => void purgeOld(database, now(), log), DAY_MS / 24);
  purge.unref();
  const createApp = ({ token, files }: AppOptions): Hono => {
    const tryIt = createTryIt({ sources, secrets, database, newsroom, now });
    const real = createReceivers({ ...receiving, samples: tryIt.samples });
    return createServer({
      sources,
      database,
      newsroom,
      inbox,
      engine,
      failures,
      meter,
      sampleHandler,
      sendBatch: (deliveries) =>
        sendBatch(database, deliveries, now(), async (batch) => {
          const sent = await sendAsSamples(readBatchSamples(sources, now(), batch));
          return sent.filter(({ isAsExpected }) => isAsExpected).length;
        }),
      commands: killCommands(environment),
      receivers: real,
      tryIt,
      files,
      token,
      log,
      now,
    });
  };
  const idle = async (): Promise<void> => {
    await waitUntilIdle(inbox);
    await refusals.idle();
  };
  let server: Server | undefined;

  return {
    secrets,
    database,
    newsroom,
    inbox,
    engine,
    changesPlace: place,
    async addSamples() {
      if (!(await wantsSamples(database, inbox))) return [];
      await removeSamples(database);
      await removeSampleDeliveries(inbox);
      const sent = await sendAsSamples(await readSamples(sources, now()));
      await idle();
      return sent;
    },
    createApp,
    async serve({ host, port, ...options }) {
      server = serve({ fetch: createApp(options).fetch, port, hostname: host }) as Server;
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    },
    idle,
    async close() {
      clearInterval(purge);
      server?.close();
      server?.closeAllConnections();
      await inbox.stop({ timeoutMs: 3000 });
      await refusals.idle();
      await shared?.stop();
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

/**
 * Old samples are sent anew, so that the hour always ends now. Not while some wait to be handled,
 * as after a process was killed: whoever tries that wants to see that none is lost.
 */
async function wantsSamples(database: Database, inbox: Inbox): Promise<boolean> {
  if ((await readFact(database, SAMPLES_REMOVED)) !== undefined) return false;
  const { pending, running } = await inbox.counts();
  if (pending + running > 0) return false;
  const { lines, samples } = await countSamples(database);
  return lines === samples;
}

async function purgeOld(database: Database, now: Date, log: (line: string) => void): Promise<void> {
  try {
    await removeBefore(database, new Date(now.getTime() - KEPT_DAYS * DAY_MS));
    await compactEvaluations(database, now);
  } catch (error) {
    log(`Old lines could not be removed: ${String(error)}`);
  }
}
