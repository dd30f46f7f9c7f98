import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";
import { fromEnvironment } from "../secrets/read-secrets.ts";
import type { OperatedInbox } from "./operated-inbox.ts";

/** Where an inbox keeps its deliveries. One of the three. */
export interface StoreOptions {
  readonly sqlite?: string;
  /** A URL without a password, or the variable that holds one. */
  readonly redis?: string;
  readonly postgres?: string;
  /** The name that apps sharing a Redis or a Postgres differ in. */
  readonly storeName?: string;
  readonly durability?: "asserted" | "unsafe";
  /**
   * The `windowMs` of the app, where it has one: a purge by a shorter one would remove what still
   * tells duplicates.
   */
  readonly window?: number;
}

type Loaded = Readonly<Record<string, (options: object) => unknown>>;

/**
 * Opens an inbox to operate it: it handles nothing. Close it with `stop`. `onError` hears what its
 * connection has to say.
 */
export async function openInbox(
  options: StoreOptions,
  io: Io,
  onError: (error: unknown) => void,
): Promise<OperatedInbox> {
  const store = await storeOf(options, io);
  const { createInbox } =
    (await fromProject("@flaghook/inbox")) ?? ((await import("@flaghook/inbox")) as unknown as Loaded);
  const { window: windowMs } = options;
  return createInbox!({ store, onError, ...(windowMs !== undefined && { windowMs }) }) as OperatedInbox; // its declarations may be of another version
}

async function storeOf(
  { sqlite, redis, postgres, storeName, durability }: StoreOptions,
  io: Io,
): Promise<unknown> {
  if ([sqlite, redis, postgres].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError("which inbox? Give one of --sqlite FILE, --redis URL and --postgres URL");
  }
  if (sqlite !== undefined) {
    // A store makes a file that is missing: a mistyped name would be a new, empty inbox.
    if (!existsSync(sqlite)) throw new UsageError(`there is no file ${sqlite}`);
    const { sqliteStore } =
      (await fromProject("@flaghook/inbox/sqlite")) ??
      ((await import("@flaghook/inbox/sqlite")) as unknown as Loaded);
    return sqliteStore!({ path: sqlite });
  }
  const name = storeName;
  if (name === undefined)
    throw new UsageError("--store-name says which inbox of that server: the `name` of its store");
  const shared = { name, ...(durability !== undefined && { durability }) };
  if (redis !== undefined) {
    const { bullmqStore } = await installed("@flaghook/inbox-bullmq");
    return bullmqStore!({ ...shared, connection: urlOf("--redis", redis, io) });
  }
  const { pgBossStore } = await installed("@flaghook/inbox-pg-boss");
  return pgBossStore!({ ...shared, connectionString: urlOf("--postgres", postgres!, io) });
}

/** A URL as it is given, or that of a variable. A password is a secret: never an argument. */
function urlOf(option: string, given: string, io: Io): string {
  if (!given.includes("://")) return fromEnvironment(given, io);
  if (URL.canParse(given) && new URL(given).password === "") return given;
  throw new UsageError(
    `${option} holds a password, which every user of this machine could see. Put the URL into a variable and name that: ${option} DATABASE_URL`,
  );
}

async function installed(name: string): Promise<Loaded> {
  const loaded = await fromProject(name);
  if (loaded !== undefined) return loaded;
  throw new UsageError(
    `${name} is not installed in this project: npm install ${name}, and run this in its folder`,
  );
}

/** A package as the project in the current folder has it. */
async function fromProject(name: string): Promise<Loaded | undefined> {
  let path: string;
  try {
    path = createRequire(join(process.cwd(), "package.json")).resolve(name);
  } catch {
    return undefined; // not installed there
  }
  return (await import(pathToFileURL(path).href)) as Loaded;
}
