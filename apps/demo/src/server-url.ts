import { StartError } from "./start-error.ts";

/** Kinds of servers that the radar can use. */
const KINDS = {
  REDIS_URL: { server: "Redis", protocols: /^rediss?:$/, example: "redis://localhost:6379" },
  DATABASE_URL: {
    server: "Postgres",
    protocols: /^postgres(?:ql)?:$/,
    example: "postgres://user:password@localhost:5432/radar",
  },
} as const;

/** A variable that names a server. */
export type ServerVariable = keyof typeof KINDS;

/** A server that a variable names. */
export interface ServerUrl {
  readonly variable: ServerVariable;
  readonly server: string;
  readonly url: string;
  /** Where it is, without user and password: what may be shown. */
  readonly place: string;
}

/**
 * Reads the URL of a server. `undefined` when the variable is not set.
 *
 * @throws {StartError} when it is no URL of such a server. Never quotes it
 */
export function readServerUrl(
  environment: NodeJS.ProcessEnv,
  variable: ServerVariable,
): ServerUrl | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  const { server, protocols, example } = KINDS[variable];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !protocols.test(url.protocol) || !isWhole(url)) {
    throw new StartError(
      `${variable} is not the URL of a ${server}, such as ${example}: correct it, or leave it out. Encode what is special in a password with encodeURIComponent.`,
    );
  }
  return { variable, server, url: text, place: `${url.host}${url.pathname === "/" ? "" : url.pathname}` };
}

/** A slash or a hash in a password would put the rest of it into what is shown as the place. */
function isWhole({ hostname, pathname, hash, username, password }: URL): boolean {
  return (
    hostname !== "" && hash === "" && /^[^@]*$/.test(pathname) && [username, password].every(isDecodable)
  );
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** The error that says that a server cannot be used, and what to do. */
export function unusable({ variable, server, url, place }: ServerUrl, error: unknown): StartError {
  const reason = withoutPassword(reasonOf(error), url);
  return new StartError(`${variable}: ${server} at ${place} cannot be used: ${reason}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (ECONNREFUSED). Start it, or correct the URL.",
  ENOTFOUND: "nobody knows that host (ENOTFOUND). Correct the URL.",
  EAI_AGAIN: "nobody knows that host (EAI_AGAIN). Correct the URL, or look at your network.",
  ETIMEDOUT: "it does not respond (ETIMEDOUT). Start it, or correct the URL.",
  "28P01": "it refuses the user or the password. Correct the URL.",
  "28000": "it refuses the user. Correct the URL.",
  "3D000": "it has no database of that name. Create it, or correct the URL.",
};

/** Why a server does not work, in words. */
export function reasonOf(error: unknown): string {
  const { code, message = "" } = error as { readonly code?: unknown; readonly message?: string };
  const known = typeof code === "string" ? REASONS[code] : undefined;
  if (known !== undefined) return known;
  if (/timeout/i.test(message)) return "it does not respond. Start it, or correct the URL.";
  return message === "" ? String(code ?? error) : message;
}

function withoutPassword(text: string, url: string): string {
  const { password, searchParams } = new URL(url);
  return [password, decodeURIComponent(password), searchParams.get("password") ?? ""]
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
}
