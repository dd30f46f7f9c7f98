import { assertKnownOptions } from "@flaghook/inbox/store";
import type { ConnectionOptions } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { KNOWN_OPTIONS } from "./known-options.ts";

/** A client of ioredis, of any version. */
export interface RedisClient {
  readonly isCluster: boolean;
  readonly options: object;
}

/** Options of ioredis, with the URL that they complete: for a certificate, say, or a name. */
export interface RedisConnectionOptions extends RedisOptions {
  /** E.g. `rediss://cache.example:6380`. What it says goes before the other options. */
  readonly url?: string;
}

/** Below the 10 s that senders wait: they must hear of a Redis that hangs, to send again. */
const COMMAND_TIMEOUT_MS = 8000;

/**
 * Looks for a Redis that went away once a second, where ioredis would wait for two seconds, and
 * BullMQ for up to twenty: leases run out meanwhile.
 */
function retryStrategy(times: number): number {
  return Math.min(times * 50, 1000);
}

/** BullMQ waits for work for ten seconds at most, and one more for the response. */
const WORKER_SILENCE_MS = 12_000;

/**
 * A URL, or options: a client's own when it is one. Tells a client by its form, since it may come
 * from another copy of ioredis.
 *
 * @throws {TypeError} for anything else, a cluster among it. Never quotes what it got: a URL can
 * hold a password.
 */
export function readConnection(
  given: RedisConnectionOptions | RedisClient | string,
): RedisConnectionOptions | string {
  if (typeof given === "string") return assertUrl(given);
  if (typeof given !== "object" || given === null || ("isCluster" in given && given.isCluster)) {
    throw new TypeError(
      "connection must be one Redis: its options, a client or a URL. A cluster is not supported.",
    );
  }
  if ("isCluster" in given) return given.options;
  assertKnownOptions("connection", given, KNOWN_OPTIONS);
  const { url, tls } = given;
  if (url === undefined) return given;
  if (typeof url !== "string") throw new TypeError("connection.url must be a URL.");
  const read = assertUrl(url);
  if (tls !== undefined && /^redis:/i.test(read)) {
    throw new TypeError("connection has tls beside a redis:// URL: write rediss:// to connect with TLS.");
  }
  return { ...given, url: read };
}

/**
 * As ioredis reads it: a socket's path, a port, or a URL whose "redis:" may be left out. ioredis
 * takes what it does not know for the name of a host or a socket, and prints it when that fails.
 */
function assertUrl(given: string): string {
  if (/^\/(?!\/)|^\d+$/.test(given)) return given;
  const known = given.replace(/^valkey(s?:\/\/)/i, "redis$1");
  const url = known.replace(/^(?!rediss?:\/\/)(\/\/)?/i, "redis://");
  const hasOneScheme = url.indexOf("://") === url.lastIndexOf("://");
  const isReadable = hasOneScheme && !/\s/.test(url) && URL.canParse(url);
  // A quote, or the name of a variable with its "=", is in no host's name.
  if (!isReadable || !/^[\w.:[\]-]*$/.test(new URL(url).hostname)) {
    throw new TypeError(
      "connection is not a URL that can be read, such as redis://localhost:6379: redis, rediss, valkey or valkeys, without quotes and white space.",
    );
  }
  return known;
}

/**
 * Connects for accepts and lists. An accept that cannot reach Redis must fail soon, so that the
 * provider sends again. Opens a connection anew that has not responded for as long as a command may
 * take: a firewall may have forgotten it, and nobody tells.
 */
export function connect(
  connection: RedisConnectionOptions | string,
  onError: (error: unknown) => void,
): Redis {
  const { url, ...given } = typeof connection === "string" ? { url: connection } : connection;
  const commandTimeout = given.commandTimeout ?? COMMAND_TIMEOUT_MS;
  const options = {
    retryStrategy,
    ...given,
    maxRetriesPerRequest: 1,
    replyMapping: "legacy" as const,
    commandTimeout,
    socketTimeout: commandTimeout,
  };
  const redis = url === undefined ? new Redis(options) : new Redis(url, options);
  redis.on("error", onError);
  return redis;
}

/** The options of a worker's connection: it may wait for Redis as long as it takes. */
export function workerOptions(connection: RedisConnectionOptions | string): ConnectionOptions {
  const options = typeof connection === "string" ? { url: connection } : connection;
  return {
    retryStrategy,
    ...options,
    // Waiting for work is a command that takes long.
    commandTimeout: undefined,
    socketTimeout: WORKER_SILENCE_MS,
    maxRetriesPerRequest: null,
  } as ConnectionOptions;
}
