import { join } from "node:path";
import { createInbox, type Inbox, type InboxOptions, type Store } from "@flaghook/inbox";
import { sqliteStore } from "@flaghook/inbox/sqlite";
import { readServerUrl, unusable, type ServerUrl } from "../server-url.ts";
import { ATTEMPTS } from "./attempts.ts";

/** Keeps the radar apart from other apps on the same server. */
const NAME = "radar";

/** What keeps the inbox's deliveries. */
export interface Engine {
  readonly name: "sqlite" | "bullmq" | "pg-boss";
  /** Where it is: a file, or a server without user and password. */
  readonly place: string;
  /** How it can lose what it acknowledged; `undefined` when it cannot. */
  readonly loss: string | undefined;
}

/** Where an inbox is, and what runs before it starts. */
export interface OpenOptions extends Required<Pick<InboxOptions, "onError" | "onFailure">> {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  /** Names the handlers. Runs again for a second try. */
  readonly prepare: (inbox: Inbox) => void;
}

interface EngineChoice extends Pick<Engine, "name" | "place"> {
  readonly server: ServerUrl | undefined;
  readonly createStore: (durability: { readonly durability?: "unsafe" }) => Store;
}

/**
 * Starts an inbox on Redis, on Postgres or in a file. One that can lose what it acknowledged is
 * opened all the same, and says so.
 *
 * @throws {StartError} when its server cannot be used
 */
export async function openInbox(
  options: OpenOptions,
): Promise<{ readonly inbox: Inbox; readonly engine: Engine }> {
  const { name, place, server, createStore } = await chooseEngine(options);
  // While it opens, a fault is why it does not: it is said once, in words.
  let isOpen = false;
  let fault: unknown;
  const start = async (store: Store): Promise<Inbox> => {
    const inbox = createInbox({
      store,
      attempts: ATTEMPTS,
      // Those of a killed process start again after it. 10 s is the least that pg-boss takes.
      leaseMs: 10_000,
      backoff: { delayMs: 500 },
      onFailure: options.onFailure,
      onError(error) {
        fault ??= error;
        if (isOpen) options.onError(error);
      },
    });
    options.prepare(inbox);
    await inbox.start();
    isOpen = true;
    return inbox;
  };
  try {
    return { inbox: await start(createStore({})), engine: { name, place, loss: undefined } };
  } catch (error) {
    const loss = lossOf(error);
    if (server === undefined) throw error;
    if (loss === undefined) throw unusable(server, fault ?? error);
    options.onError(`${server.variable}: ${loss} It is used all the same.`);
    return { inbox: await start(createStore({ durability: "unsafe" })), engine: { name, place, loss } };
  }
}

/** Redis goes first: whoever sets both wants the inbox in it, and the changes in Postgres. */
async function chooseEngine({
  environment,
  folder,
}: Pick<OpenOptions, "environment" | "folder">): Promise<EngineChoice> {
  const redis = readServerUrl(environment, "REDIS_URL");
  const postgres = readServerUrl(environment, "DATABASE_URL");
  if (redis !== undefined) {
    const { bullmqStore } = await import("@flaghook/inbox-bullmq");
    const createStore: EngineChoice["createStore"] = (durability) =>
      bullmqStore({ name: NAME, connection: redis.url, ...durability });
    return { name: "bullmq", place: redis.place, server: redis, createStore };
  }
  if (postgres !== undefined) {
    const { pgBossStore } = await import("@flaghook/inbox-pg-boss");
    const createStore: EngineChoice["createStore"] = (durability) =>
      pgBossStore({ name: NAME, connectionString: postgres.url, ...durability });
    return { name: "pg-boss", place: postgres.place, server: postgres, createStore };
  }
  const path = join(folder, "inbox.db");
  return { name: "sqlite", place: path, server: undefined, createStore: () => sqliteStore({ path }) };
}

/**
 * How the server can lose deliveries, when that is why the store refused it: then it names the
 * option with which it would open.
 */
function lossOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  if (!message.includes('durability: "unsafe"')) return undefined;
  // Its first sentence: the rest is for whoever calls the store.
  const [sentence] = message.split(/\.(?= [A-Z])/);
  return `${sentence!.replace(/^./, (letter) => letter.toUpperCase())}.`;
}
