import type { ConnectionOptions } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";

/** Below the 10 s that senders wait: they must hear of a Redis that hangs, to send again. In milliseconds. */
const COMMAND_TIMEOUT = 8000;

/** BullMQ waits for work for ten seconds at most, and one more for the answer. In milliseconds. */
const WORKER_SILENCE = 12_000;

/**
 * A URL, or options: a client's own when it is one. Told by its form, since a client may come from another copy of ioredis.
 *
 * @throws {TypeError} for anything else, a cluster among it. Never quotes what it was given: a URL can hold a password.
 */
export function readConnection(given: RedisOptions | Redis | string): RedisOptions | string {
  if (typeof given === "string") return requireUrl(given);
  if (typeof given !== "object" || given === null || ("isCluster" in given && given.isCluster)) {
    throw new TypeError(
      "connection must be one Redis: its options, a client or a URL. A cluster is not supported.",
    );
  }
  return "isCluster" in given ? given.options : given;
}

function requireUrl(given: string): string {
  // As ioredis reads it: a socket's path, or a URL whose "redis:" may be left out.
  const isReadable =
    /^\/(?!\/)|^\d+$/.test(given) || URL.canParse(given.replace(/^(?!rediss?:\/\/)(\/\/)?/i, "redis://"));
  if (!isReadable)
    throw new TypeError("connection is not a URL that can be read, such as redis://localhost:6379.");
  return given;
}

/**
 * An accept that cannot reach Redis must fail soon, so that the provider sends again; workers may wait for ever. A connection
 * that answers nothing for as long as a command may take is opened anew: a firewall may have forgotten it, which nobody tells.
 */
export function connect(
  connection: RedisOptions | string,
  onError: (error: unknown) => void,
  own: Pick<RedisOptions, "maxRetriesPerRequest" | "commandTimeout"> = {},
): Redis {
  const given = typeof connection === "string" ? {} : connection;
  const commandTimeout = own.commandTimeout ?? given.commandTimeout ?? COMMAND_TIMEOUT;
  const options = {
    ...given,
    maxRetriesPerRequest: 1,
    replyMapping: "legacy" as const,
    ...own,
    commandTimeout,
    socketTimeout: commandTimeout,
  };
  const redis = typeof connection === "string" ? new Redis(connection, options) : new Redis(options);
  redis.on("error", onError);
  return redis;
}

/** A connection that waits for Redis's disk. What is cut off there rejects at once, and is not sent again. */
export function connectToWait(connection: RedisOptions | string, onError: (error: unknown) => void): Redis {
  return connect(connection, onError, { maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT });
}

export function workerOptions(connection: RedisOptions | string): ConnectionOptions {
  const options = typeof connection === "string" ? { url: connection } : connection;
  return {
    ...options,
    // Waiting for work is a command that takes long.
    commandTimeout: undefined,
    socketTimeout: WORKER_SILENCE,
    maxRetriesPerRequest: null,
  } as ConnectionOptions;
}
