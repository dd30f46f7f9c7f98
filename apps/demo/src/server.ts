import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { changesApi } from "./api/changes.ts";
import { inboxApi, type InboxApiOptions } from "./api/inbox.ts";
import { flagsApi } from "./api/flags.ts";
import { refusedApi } from "./api/refused.ts";
import { samplesApi } from "./api/samples.ts";
import { streamApi } from "./api/stream.ts";
import { stripApi } from "./api/strip.ts";
import { tryItApi } from "./api/try-it.ts";
import type { PageFiles } from "./page/page-files.ts";
import { servePage } from "./page/serve-page.ts";
import { access } from "./safety/access.ts";
import type { TryIt } from "./try-it/try-it.ts";
import { securityHeaders } from "./safety/security-headers.ts";

/** Parts of the server. */
export interface ServerOptions extends InboxApiOptions {
  /** Receives at `/webhooks/<provider>`: the only part that needs no token. */
  readonly receivers: Hono;
  /** Sends samples to them. */
  readonly tryIt: TryIt;
  readonly files: PageFiles;
  /** What the page and the API ask for; `undefined` where only this machine can reach them. */
  readonly token: string | undefined;
  readonly log: (line: string) => void;
  readonly now: () => Date;
}

/** The radar's server: receivers, API and page. */
export function createServer(options: ServerOptions): Hono {
  const { sources, database, newsroom, inbox, receivers, tryIt, files, token, log, now } = options;
  const app = new Hono();
  app.use(securityHeaders);
  app.route("/", receivers);
  app.use("/webhooks/*", (context) =>
    Promise.resolve(context.text("No provider of that name is set up here.\n", 404)),
  );
  app.use(access(token));
  app.use("/api/*", async (context, next) => {
    await next();
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
  });
  for (const api of [
    streamApi(database, newsroom),
    changesApi(database, sources),
    stripApi(database, now),
    flagsApi(database, now),
    tryItApi(tryIt, now),
    refusedApi(database),
    inboxApi(options),
    samplesApi({ database, newsroom, inbox, sources }),
  ])
    app.route("/api", api);
  app.route("/", servePage(files));
  app.notFound((context) => context.text("There is nothing here. The radar is at /.\n", 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    log(`${context.req.method} ${context.req.path}: ${error.stack ?? error.message}`);
    return context.json({ error: "The radar failed here. Its terminal says why." }, 500);
  });
  return app;
}
