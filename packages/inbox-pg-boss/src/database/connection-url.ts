/**
 * Refuses a connection string that pg would read as something else: it takes what is no URL for the
 * name of a database or a host, and prints it when that fails, with the password in it.
 *
 * @throws {TypeError} which never quotes what it got
 */
export function assertConnectionUrl(given: unknown): asserts given is string {
  if (typeof given === "string" && (isSocket(given) || isPostgresUrl(given))) return;
  throw new TypeError(
    "connectionString must be a Postgres URL, such as postgres://user:password@localhost:5432/app, without quotes and white space. Encode what is special in a password with encodeURIComponent, or give it as the option password.",
  );
}

/** A socket's folder, and the name of the database behind a space, as pg takes them. */
function isSocket(given: string): boolean {
  return /^\/(?!\/)[\w./-]*(?: [\w-]+)?$/.test(given);
}

function isPostgresUrl(given: string): boolean {
  if (!/^postgres(?:ql)?:\/\/[^\s"'`]+$/.test(given)) return false;
  // A host is left out where a parameter names a socket.
  const url = readUrl(given) ?? readUrl(given.replace("@/", "@socket/"));
  if (url === undefined || url.hash !== "") return false;
  const { hostname, pathname, searchParams } = url;
  return (
    /^[\w.%:[\]-]*$/.test(hostname) &&
    // A slash, a question mark or a hash in a password would put its rest into these.
    /^(?:\/[^/@]*)?$/.test(pathname) &&
    [...searchParams.keys()].every((name) => /^\w+$/.test(name)) &&
    [url.username, url.password, hostname, pathname].every(isDecodable)
  );
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
