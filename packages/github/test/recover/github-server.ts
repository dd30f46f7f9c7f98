import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** An attempt as the API lists it, and what the details of one add. */
export interface ServedAttempt {
  /** In digits: the API prints a number, of up to 64 bits. */
  readonly id: string;
  readonly guid: string;
  readonly delivered_at: string;
  readonly redelivery: boolean;
  readonly status: string;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
  readonly request?: {
    readonly headers: Readonly<Record<string, string>> | null;
    /** `{ $json }` is printed as it is. */
    readonly payload: unknown;
  };
}

/** What a request gets in place of the documented response. */
interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface Options {
  /** The path of a webhook, such as `/repos/o/n/hooks/1`, and its attempts, in any order. */
  readonly hooks: Readonly<Record<string, readonly ServedAttempt[]>>;
  readonly inactive?: readonly string[];
  readonly pageSize?: number;
  /** Looks at each request first. */
  readonly refuse?: (request: {
    readonly method: string;
    readonly url: string;
    readonly count: number;
  }) => Refusal | undefined;
}

/**
 * A server that behaves as the documented API does: cursors in Link, 202 for an attempt, 404
 * without a token.
 */
export interface GithubServer {
  readonly apiUrl: string;
  /** Every request, as `POST /repos/…`. */
  readonly requests: string[];
  readonly tokens: (string | undefined)[];
}

/** Starts the server. It is stopped after the test. */
export async function serveGithub(options: Options): Promise<GithubServer> {
  const requests: string[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const { method = "GET", url = "/" } = request;
    requests.push(`${method} ${url}`);
    tokens.push(request.headers.authorization);
    const refusal = options.refuse?.({ method, url, count: requests.length });
    if (refusal !== undefined)
      return send(response, refusal.status, refusal.body ?? { message: "refused" }, refusal.headers);
    return respond(request, response, options);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, tokens };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { hooks, inactive = [], pageSize = 2 }: Options,
): void {
  const { method, headers } = request;
  const url = new URL(request.url ?? "/", `http://${headers.host}`);
  if (headers.authorization === undefined) return send(response, 404, { message: "Not Found" });
  const path = url.pathname;

  if (path.endsWith("/hooks")) {
    const ids = Object.keys(hooks).filter((hook) => hook.startsWith(`${path}/`));
    return send(
      response,
      200,
      ids.map((hook) => ({ id: Number(hook.split("/").at(-1)), active: !inactive.includes(hook) })),
    );
  }
  const [, hook = "", id, isAttempt] = /^(.+)\/deliveries(?:\/(\d+))?(\/attempts)?$/.exec(path) ?? [];
  const attempts = hooks[hook]?.toSorted((one, other) => (one.delivered_at < other.delivered_at ? 1 : -1));
  if (attempts === undefined) return send(response, 404, { message: "Not Found" });
  const found = attempts.find((one) => one.id === id);
  if (isAttempt !== undefined && method === "POST")
    return send(response, found === undefined ? 404 : 202, {});
  if (id !== undefined)
    return send(response, found === undefined ? 404 : 200, found ?? { message: "Not Found" });

  const start = Number(url.searchParams.get("cursor") ?? 0);
  const page = attempts.slice(start, start + pageSize).map((one) => ({ ...one, request: undefined }));
  const next = new URL(url);
  next.searchParams.set("cursor", String(start + pageSize));
  const link = start + pageSize < attempts.length ? { link: `<${next.href}>; rel="next"` } : {};
  return send(response, 200, page, link);
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const json = JSON.stringify(body)
    .replace(/"id":"(\d+)"/g, '"id":$1')
    .replace(/\{"\$json":("(?:[^"\\]|\\.)*")\}/g, (_, text: string) => JSON.parse(text) as string);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(json);
}
