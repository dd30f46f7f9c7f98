import { assertKnownOptions } from "@flaghook/inbox/store";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { assertConnectionUrl } from "./connection-url.ts";
import { isPool, type PostgresPool } from "./pool.ts";

/** A password, or a function that is called for each connection: for tokens that expire. */
export type PostgresPassword = string | (() => string | Promise<string>);

/** Where Postgres is, beside or instead of a URL. */
export interface PostgresOptions {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: PostgresPassword;
  /**
   * `true` checks the certificate against the system's authorities; options of `node:tls` as well.
   */
  readonly ssl?: boolean | TlsOptions;
}

/** The options of a store that say how to connect. */
export interface ConnectionInput {
  readonly connectionString?: string | undefined;
  readonly connection?: string | PostgresOptions | PostgresPool | undefined;
  readonly password?: PostgresPassword | undefined;
  readonly ssl?: boolean | TlsOptions | undefined;
}

/** How to connect: a pool of your own, or options of pg. */
export type Connection =
  | { readonly pool: PostgresPool }
  | { readonly options: PostgresOptions & { readonly connectionString?: string } };

const KNOWN = ["host", "port", "database", "user", "password", "ssl"];

/**
 * Reads how to connect.
 *
 * @throws {TypeError} for what is missing, unknown, or said twice. Never quotes what it got: it can
 *   hold a password.
 */
export function readConnection({ connectionString, connection, password, ssl }: ConnectionInput): Connection {
  if ((connectionString === undefined) === (connection === undefined)) {
    throw new TypeError("pgBossStore takes connectionString (a Postgres URL) or connection, one of the two.");
  }
  const given = connection ?? connectionString;
  const beside = { ...(password !== undefined && { password }), ...(ssl !== undefined && { ssl }) };
  if (typeof given !== "object" || given === null) return { options: readUrl(given, beside) };
  if (Object.keys(beside).length > 0) {
    throw new TypeError(
      "password and ssl complete a URL. With options they are among those, and a pool has its own.",
    );
  }
  if (isPool(given)) return { pool: given };
  if ("query" in given) {
    throw new TypeError(
      "connection is a client: pass a pool, or its options. A transaction needs a client of its own.",
    );
  }
  assertKnownOptions("connection", given, KNOWN);
  assertSecrets(given);
  return { options: given };
}

function readUrl(
  url: unknown,
  beside: Pick<PostgresOptions, "password" | "ssl">,
): PostgresOptions & { readonly connectionString?: string } {
  assertConnectionUrl(url);
  assertSecrets(beside);
  // pg lets the URL win, and would leave the option unread.
  const hasTls = /[?&]ssl\w*=/i.test(url);
  if (beside.ssl !== undefined && hasTls) {
    throw new TypeError("ssl is given, and the URL has parameters about it: keep one of the two.");
  }
  if (beside.password === undefined) return { connectionString: url, ...beside };
  if (!URL.canParse(url)) throw new TypeError("password beside a socket's path needs it as options: host.");
  if (new URL(url).password !== "") {
    throw new TypeError("password is given, and the URL has one, too: keep one of the two.");
  }
  if (hasTls) throw new TypeError("beside password, say with the option ssl what the URL says about it.");
  // A URL without a password stands for an empty one in pg, which goes before the option.
  return { ...partsOf(new URL(url)), ...beside };
}

/** The options that pg would read from a URL. */
function partsOf({ hostname, port, username, pathname, searchParams }: URL): PostgresOptions {
  const [host, user, database] = [hostname.replace(/^\[(.*)\]$/, "$1"), username, pathname.slice(1)];
  return {
    ...(host !== "" && { host: decodeURIComponent(host) }),
    ...(port !== "" && { port: Number(port) }),
    ...(user !== "" && { user: decodeURIComponent(user) }),
    ...(database !== "" && { database: decodeURIComponent(database) }),
    ...Object.fromEntries(searchParams),
  };
}

function assertSecrets({ password, ssl }: Pick<PostgresOptions, "password" | "ssl">): void {
  if (!["undefined", "string", "function"].includes(typeof password)) {
    throw new TypeError("password must be a string, or a function that gives one.");
  }
  if (ssl !== undefined && typeof ssl !== "boolean" && (typeof ssl !== "object" || ssl === null)) {
    throw new TypeError("ssl must be true, false or options of node:tls, e.g. { ca }.");
  }
}
