import type { Inbox, InboxRow, ListQuery } from "@flaghook/inbox";
import { Hono, type Context } from "hono";
import { findLineOfEvent } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { Failures } from "../inbox/failures.ts";
import type { KillCommands } from "../inbox/kill-commands.ts";
import type { Meter } from "../inbox/meter.ts";
import type { Engine } from "../inbox/open-inbox.ts";
import { readBatch, type SendBatch } from "../inbox/sample-batch.ts";
import type { SampleHandler } from "../inbox/sample-handler.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "../receiving/news.ts";
import { readSampleScope } from "../model/sample-scope.ts";
import { bytesResponse } from "./changes.ts";
import {
  batchQuery,
  behaviourQuery,
  deliveriesQuery,
  retryQuery,
  type DeliveriesPage,
  type DeliveryDetail,
  type DeliveryRow,
  type InboxOverview,
} from "./contract.ts";
import { readQuery } from "./read-query.ts";

/** What looking after the inbox needs. */
export interface InboxApiOptions {
  readonly inbox: Inbox;
  readonly engine: Engine;
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly sources: readonly Source[];
  readonly failures: Failures;
  readonly meter: Meter;
  readonly sampleHandler: SampleHandler;
  readonly sendBatch: SendBatch;
  readonly commands: KillCommands;
}

/** States that somebody may have to look at, in the order in which the page shows them. */
const UNFINISHED = ["running", "pending", "dead"] as const;

const GONE = { error: "There is no such delivery any more." };

/** Looking after the inbox: how it is, its deliveries, and what one can do with them. */
export function inboxApi(options: InboxApiOptions): Hono {
  const { inbox, database, newsroom, sources, sampleHandler, sendBatch } = options;
  const app = new Hono();

  app.get("/inbox", async (context) => context.json(await readOverview(options)));

  app.get("/inbox/deliveries", async (context) => {
    const { state, ...query } = readQuery(context, deliveriesQuery);
    const states = state === undefined ? UNFINISHED : [state];
    const pages = await Promise.all(states.map((one) => listState(inbox, { ...query, state: one })));
    const deliveries = await Promise.all(pages.flat().map((row) => deliveryOf(options, row)));
    const isFull = state !== undefined && deliveries.length === query.limit;
    const next = isFull ? deliveries.at(-1)!.id : null;
    return context.json({ deliveries, next } satisfies DeliveriesPage);
  });

  app.get("/inbox/deliveries/:id", async (context) => {
    const found = await inbox.get(idOf(context));
    if (found === undefined) return context.json(GONE, 404);
    const { payload: _payload, body, issues, nextAttemptAt, ...row } = found;
    const delivery = { ...(await deliveryOf(options, row)), nextAttemptAt: isoOf(nextAttemptAt) };
    const line = await findLineOfEvent(database, row.provider, row.dedupeKey);
    return context.json({
      delivery,
      issues: issues ?? null,
      bytes: body?.length ?? null,
      line: line ?? null,
    } satisfies DeliveryDetail);
  });

  app.get("/inbox/deliveries/:id/body", async (context) => {
    const found = await inbox.get(idOf(context));
    if (found?.body === undefined) return context.json({ error: "The bytes are not kept any more." }, 404);
    return bytesResponse(context, found.body);
  });

  app.post("/inbox/deliveries/:id/retry", async (context) => {
    const isRetried = await inbox.retry(idOf(context));
    newsroom.publish("inbox");
    return isRetried ? context.body(null, 204) : context.json({ error: "It is not dead any more." }, 409);
  });

  app.delete("/inbox/deliveries/:id", async (context) => {
    const id = idOf(context);
    const found = await inbox.get(id);
    if (found === undefined) return context.json(GONE, 404);
    const error = "It is being handled just now. Delete it once its attempt has ended.";
    if (found.state === "running") return context.json({ error }, 409);
    const isDeleted = await inbox.delete(id);
    newsroom.publish("inbox");
    return isDeleted ? context.body(null, 204) : context.json(GONE, 404);
  });

  app.post("/inbox/retry", async (context) => {
    const retried = await inbox.retry(readQuery(context, retryQuery));
    newsroom.publish("inbox");
    return context.json({ retried });
  });

  for (const action of ["pause", "resume"] as const) {
    app.post(`/inbox/providers/:provider/${action}`, async (context) => {
      const id = context.req.param("provider");
      if (!sources.some(({ provider }) => provider.id === id))
        return context.json({ error: "No provider of that name is set up here." }, 404);
      await inbox[action](id);
      return context.body(null, 204);
    });
  }

  app.put("/inbox/samples", (context) => {
    sampleHandler.behaviour = readQuery(context, behaviourQuery).behaviour;
    return context.body(null, 204);
  });

  app.post("/inbox/samples", async (context) => {
    const { deliveries } = readQuery(context, batchQuery);
    return context.json({ acknowledged: await sendBatch(deliveries) });
  });

  return app;
}

async function readOverview(options: InboxApiOptions): Promise<InboxOverview> {
  const { inbox, engine, database, sources, meter, sampleHandler, commands } = options;
  const [health, batch] = await Promise.all([inbox.health(), readBatch(database)]);
  const { lastError, paused } = health;
  return {
    engine: { ...engine, loss: engine.loss ?? null },
    counts: health.counts ?? null,
    reason: health.reason ?? null,
    oldestPendingMs: health.oldestPendingMs ?? null,
    lastError:
      lastError === undefined ? null : { message: lastError.message, at: lastError.at.toISOString() },
    providers: sources.map(({ provider: { id } }) => ({ id, isPaused: paused.includes(id) })),
    throughput: meter.read(),
    samples: { behaviour: sampleHandler.behaviour, batch: batch ?? null },
    commands,
  };
}

/** A reason is one of dead deliveries: no other has one. */
async function listState(inbox: Inbox, query: ListQuery): Promise<readonly InboxRow[]> {
  if (query.reason !== undefined && query.state !== "dead") return [];
  return inbox.list(query);
}

async function deliveryOf({ inbox, failures }: InboxApiOptions, row: InboxRow): Promise<DeliveryRow> {
  const { name, reason, error, unsignedId, receivedAt, ...rest } = row;
  return {
    ...rest,
    name: name ?? null,
    reason: reason ?? null,
    error: error ?? null,
    unsignedId: unsignedId ?? null,
    receivedAt: receivedAt.toISOString(),
    nextAttemptAt: isoOf(await nextAttemptOf(inbox, failures, row)),
    isSample: readSampleScope(row.scope) !== undefined,
  };
}

/** One that failed elsewhere, or before a restart, is asked for one by one. */
async function nextAttemptOf(inbox: Inbox, failures: Failures, row: InboxRow): Promise<Date | undefined> {
  if (row.state !== "pending" || row.error === undefined) return undefined;
  const known = failures.nextAttemptOf(row);
  if (known !== undefined) return known;
  const next = (await inbox.get(row.id))?.nextAttemptAt;
  if (next !== undefined) failures.remember(row, next);
  return next;
}

function isoOf(time: Date | undefined): string | null {
  return time?.toISOString() ?? null;
}

function idOf(context: Context): string {
  return context.req.param("id")!;
}
