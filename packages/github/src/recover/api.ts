import { GITHUB_API } from "./assert-recover-options.ts";
import { parseExactly } from "./exact-json.ts";
import type { RecoverOptions } from "./recover-options.ts";

/** How often one request waits for the rate limit before the run ends. */
const MAX_WAITS = 5;

/** GitHub asks for this where it says nothing of how long, and for twice as much each time. */
const DEFAULT_WAIT_MS = 60_000;

/** GitHub's API, within its rate limit. */
export interface Api {
  /** Numbers that JavaScript would round are as `parseExactly` gives them. */
  get(path: string): Promise<unknown>;
  /** Never made twice, whatever goes wrong: it may have been heard. */
  post(path: string): Promise<Response>;
  /** Every element of a list that has pages, until `isEnough` says so of a page. */
  list(path: string, isEnough: (page: readonly unknown[]) => boolean): Promise<readonly unknown[]>;
  sleep(milliseconds: number): Promise<void>;
}

/** GitHub refused a request of ours. Holds no token. */
export class GithubApiError extends Error {
  override readonly name = "GithubApiError";
  /** The HTTP status. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Creates the API's client. */
export function createApi(options: RecoverOptions): Api {
  const { apiUrl = GITHUB_API, signal, now = () => new Date(), onWait } = options;
  const base = apiUrl.replace(/\/+$/, "");
  const sleep = options.sleep ?? (async (milliseconds: number) => timer(milliseconds, signal));

  const request = async (method: string, url: string): Promise<Response> => {
    for (let waits = 0; ; waits += 1) {
      signal?.throwIfAborted();
      const response = await call(options, method, url);
      const waitMs = await waitOf(response, now(), waits);
      if (waitMs === undefined || waits === MAX_WAITS) return response;
      await response.body?.cancel();
      onWait?.(waitMs);
      await sleep(waitMs);
    }
  };
  const get = async (url: string): Promise<Response> => asserted(await request("GET", url), url);

  return {
    sleep,
    get: async (path) => parseExactly(await (await get(base + path)).text()),
    post: async (path) => asserted(await request("POST", base + path), base + path),
    list: async (path, isEnough) => {
      const all: unknown[] = [];
      let url: string | undefined = base + path;
      while (url !== undefined) {
        const response = await get(url);
        const page = parseExactly(await response.text());
        if (!Array.isArray(page))
          throw new GithubApiError(response.status, `github: ${pathOf(url)} gave no list.`);
        all.push(...(page as unknown[]));
        url = isEnough(page) ? undefined : nextPage(response, base);
      }
      return all;
    },
  };
}

async function call(
  { token, signal, fetch = globalThis.fetch }: RecoverOptions,
  method: string,
  url: string,
): Promise<Response> {
  const authorization = `Bearer ${typeof token === "function" ? await token() : token}`;
  return fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization,
      "user-agent": "flaghook",
      "x-github-api-version": "2022-11-28",
    },
    ...(signal && { signal }),
  });
}

/**
 * How long to wait for the rate limit, the primary or a secondary one. `undefined` when it is not
 * the reason. A secondary limit may say so in its message alone.
 *
 * @see
 *   https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 *   (checked 2026-11-29)
 */
async function waitOf(response: Response, now: Date, waits: number): Promise<number | undefined> {
  const { status, headers } = response;
  if (status !== 403 && status !== 429) return undefined;
  const retryAfter = Number(headers.get("retry-after") ?? NaN);
  if (retryAfter >= 0) return retryAfter * 1000;
  if (headers.get("x-ratelimit-remaining") === "0") {
    const reset = Number(headers.get("x-ratelimit-reset") ?? NaN) * 1000;
    return reset >= 0 ? Math.max(reset - now.getTime(), 1000) : DEFAULT_WAIT_MS;
  }
  const isLimit = status === 429 || /rate limit|abuse detection/i.test(await messageOf(response.clone()));
  return isLimit ? DEFAULT_WAIT_MS * 2 ** waits : undefined;
}

async function asserted(response: Response, url: string): Promise<Response> {
  if (response.ok) return response;
  const said = await messageOf(response);
  const reason = said === "" ? "" : `: ${said.slice(0, 200)}`;
  throw new GithubApiError(
    response.status,
    `github: ${pathOf(url)} gave ${response.status}${reason}${hintFor(response.status)}`,
  );
}

/** What GitHub says to people. Empty when it says nothing. */
async function messageOf(response: Response): Promise<string> {
  const said = await response.json().then(
    (body: unknown) => (body as { message?: unknown } | null)?.message,
    () => undefined,
  );
  return typeof said === "string" ? said : "";
}

function hintFor(status: number): string {
  if (status === 401) return ". Is the token right, and for an app, a JWT that is not over?";
  if (status === 403) return ". May the token read and write webhooks?";
  return status === 404 ? ". GitHub says so too when a token may not see webhooks." : "";
}

/** The address of the next page. Only our API's: the token goes nowhere else. */
function nextPage({ headers }: Response, base: string): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];
  if (next === undefined) return undefined;
  if (new URL(next).origin === new URL(base).origin) return next;
  throw new GithubApiError(200, "github: the next page is at another server: not followed.");
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

async function timer(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timeout);
      reject(signal?.reason as Error);
    };
    const timeout = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
