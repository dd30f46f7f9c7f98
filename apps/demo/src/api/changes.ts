import { Hono, type Context } from "hono";
import { findDatafile } from "../database/datafiles.ts";
import { findEvent } from "../database/events.ts";
import { countLines, findLine, linesSince, newestId, pageOfLines, valuesOf } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import { sentenceOf, type Line } from "../model/line.ts";
import type { Source } from "../providers.ts";
import { variableOf } from "../secrets.ts";
import {
  changesQuery,
  filterQuery,
  type Annotation,
  type ChangesPage,
  type FilterValues,
  type LineDetail,
  type ShellSigning,
} from "./contract.ts";
import { csvOf } from "./csv.ts";
import { readQuery } from "./read-query.ts";

/** Grafana draws a line for each annotation: more than these nobody can tell apart. */
const MAX_ANNOTATIONS = 500;

/** Reading lines: pages, one line, its bytes, the values of filters, annotations. */
export function changesApi(database: Database, sources: readonly Source[]): Hono {
  const app = new Hono();

  app.get("/changes", async (context) => {
    const { cursor, since, limit, format, ...filter } = readQuery(context, changesQuery);
    if (since !== undefined) {
      const newest = await newestId(database);
      const lines = await linesSince(database, since, limit, filter);
      return context.json({ lines, next: null, newest } satisfies ChangesPage);
    }
    // Read first, and the limit of the first page: a line that arrives meanwhile comes by the stream alone.
    const newest = await newestId(database);
    const upTo = cursor === undefined ? newest : undefined;
    const found = await pageOfLines(database, filter, { after: cursor, limit: limit + 1, upTo });
    const lines = found.slice(0, limit);
    const next = found.length > limit ? cursorOf(lines.at(-1)!) : null;
    if (next !== null) context.header("link", `<${nextUrl(context, next)}>; rel="next"`);
    if (
      format === "csv" ||
      (format === undefined && /\btext\/csv\b/.test(context.req.header("accept") ?? ""))
    ) {
      context.header("content-type", "text/csv; charset=utf-8");
      return context.body(csvOf(lines));
    }
    if (cursor !== undefined) return context.json({ lines, next, newest } satisfies ChangesPage);
    // A single page is its own count.
    const total = next === null ? lines.length : await countLines(database, filter, newest);
    return context.json({ lines, next, newest, total } satisfies ChangesPage);
  });

  app.get("/changes/:id{\\d+}", async (context) => {
    const found = await findLine(database, Number(context.req.param("id")));
    if (found === undefined) return context.json({ error: "There is no such line." }, 404);
    const { line, dedupeKey, change } = found;
    const event = await findEvent(database, line.provider, dedupeKey);
    const source = sources.find(({ provider }) => provider.id === line.provider);
    const delivery =
      event === undefined
        ? null
        : { headers: event.headers, bytes: event.body.length, dedupeKey, signing: signingOf(source) };
    const datafile = (await findDatafile(database, line.id)) ?? null;
    return context.json({ line, change: change ?? null, datafile, delivery } satisfies LineDetail);
  });

  app.get("/changes/:id{\\d+}/body", async (context) => {
    const found = await findLine(database, Number(context.req.param("id")));
    const event = found && (await findEvent(database, found.line.provider, found.dedupeKey));
    if (event === undefined) return context.json({ error: "The bytes are not kept any more." }, 404);
    return bytesResponse(context, event.body);
  });

  app.get("/filters", async (context) => {
    const [provider, kind, flag, actor, environment] = await Promise.all(
      (["provider", "kind", "flag", "actor", "environment"] as const).map((column) =>
        valuesOf(database, column),
      ),
    );
    return context.json({
      provider: provider!,
      kind: kind!,
      flag: flag!,
      actor: actor!,
      environment: environment!,
    } satisfies FilterValues);
  });

  app.get("/annotations", async (context) => {
    const filter = readQuery(context, filterQuery);
    const lines = await pageOfLines(database, filter, {
      limit: MAX_ANNOTATIONS,
      quiet: filter.kind === undefined,
    });
    const annotations = lines.map((line): Annotation => ({
      time: Date.parse(line.at),
      title: line.subject,
      text: sentenceOf(line),
      tags: [line.kind, line.provider, line.environment, line.flag].filter((tag) => tag !== null),
    }));
    return context.json(annotations);
  });

  return app;
}

/** Bytes that a browser saves and never shows: a stranger may have chosen them. */
export function bytesResponse(context: Context, bytes: Uint8Array): Response {
  return context.body(Uint8Array.from(bytes).buffer, 200, {
    "content-type": "application/octet-stream",
    "content-disposition": 'attachment; filename="body"',
  });
}

function cursorOf({ at, id }: Line): string {
  return `${Date.parse(at)}-${id}`;
}

function nextUrl(context: Context, cursor: string): string {
  const url = new URL(context.req.url);
  url.searchParams.set("cursor", cursor);
  return `${url.pathname}${url.search}`;
}

/** Only a signature over the body alone is a single command. */
function signingOf(source: Source | undefined): ShellSigning | null {
  if (source === undefined) return null;
  const { id, scheme } = source.provider;
  const { header, prefix = "", algorithm, encoding } = scheme;
  const isOfBody = scheme.signs === undefined && scheme.timestamp === undefined && scheme.key === undefined;
  if (!isOfBody || typeof algorithm !== "string" || (encoding !== "hex" && encoding !== "base64"))
    return null;
  return { header, prefix, algorithm, encoding, variable: variableOf(id) };
}
