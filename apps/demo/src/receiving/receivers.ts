import { AsyncLocalStorage } from "node:async_hooks";
import type { CustomResponse } from "@flaghook/adapters";
import { webhook } from "@flaghook/adapters/hono";
import type { WebhookEvent } from "@flaghook/core";
import type { Inbox } from "@flaghook/inbox";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono, type Context } from "hono";
import { keepEvent } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import { SAMPLE_HEADER, sampleScope, type ExpectedSample } from "../model/sample-scope.ts";
import type { Source } from "../providers.ts";
import type { ConfiguredSecret } from "../secrets.ts";
import { keptHeaders } from "./kept-headers.ts";
import type { Newsroom } from "./news.ts";
import type { RefusalRecorder } from "./record-refusal.ts";

/** What the receivers need. */
export interface ReceiverOptions {
  readonly sources: readonly Source[];
  readonly secrets: Readonly<Record<string, ConfiguredSecret>>;
  readonly database: Database;
  readonly inbox: Inbox;
  readonly newsroom: Newsroom;
  readonly refusals: RefusalRecorder;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  /** Samples that are on their way, by what their header says. Everything else is real. */
  readonly samples: ReadonlyMap<string, ExpectedSample>;
}

/** Who sends, also where a delivery is refused before anything of it is read. */
interface Sender {
  readonly address: string;
  readonly sample: ExpectedSample | undefined;
}

const NOBODY: Sender = { address: "unknown", sample: undefined };

/**
 * One route for each provider. Responses say what became of a delivery: `{ "type": … }` of the
 * event, or `{ "code": … }` of the refusal.
 */
export function createReceivers(options: ReceiverOptions): Hono {
  const app = new Hono();
  const senders = new AsyncLocalStorage<Sender>();
  for (const source of options.sources) {
    const sender = (): Sender => senders.getStore() ?? NOBODY;
    const receive = receiverOf(source, options, sender, false);
    const receiveSample = receiverOf(source, options, sender, true);
    app.all(`/webhooks/${source.provider.id}`, (context) => {
      const from = senderOf(context, options.samples);
      return senders.run(from, () => (from.sample === undefined ? receive : receiveSample)(context));
    });
  }
  return app;
}

function receiverOf(
  { provider }: Source,
  options: ReceiverOptions,
  sender: () => Sender,
  isForSamples: boolean,
) {
  const { secrets, database, inbox, newsroom, refusals, log, now } = options;
  const configured = secrets[provider.id]!.secret;
  const otherSecrets = Object.fromEntries(
    Object.values(secrets)
      .filter((one) => one !== secrets[provider.id])
      .map((one) => [one.variable, one.secret[0]!]),
  );
  return webhook({
    provider,
    secret: isForSamples ? () => sender().sample?.secret ?? configured : configured,
    inbox,
    ...(isForSamples && {
      scope: () => sampleScope(sender().sample?.at ?? now(), sender().sample?.failsUntilRetried),
      now: () => sender().sample?.clock ?? now(),
    }),
    async onVerified({ event, delivery }) {
      if (event === undefined) return;
      const headers = keptHeaders(provider, (name) => delivery.header(name));
      await keepEvent(database, {
        provider: provider.id,
        dedupeKey: event.dedupeKey,
        headers,
        body: delivery.body,
      });
      sender().sample?.report?.({ is: "verified", dedupeKey: event.dedupeKey });
    },
    respond: ({ event, error }) => (event === undefined || error !== undefined ? undefined : accepted(event)),
    async onError(error, { stage, delivery }) {
      const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
      const isRefusal = stage !== "handle" && stage !== "respond" && typeof code === "string";
      if (!isRefusal || code === "slow-handler" || code === "secret-missing") {
        log(`${provider.id}: ${String(error)}`);
        return;
      }
      const { address, sample } = sender();
      if (code === "schema-mismatch") {
        // It was acknowledged: the inbox keeps it, dead, for a newer schema.
        sample?.report?.({ is: "kept" });
        if (!isForSamples) log(`kept  ${String(message)}`);
        newsroom.publish("inbox");
        return;
      }
      const refusal = await refusals.record({
        provider,
        code,
        message: String(message),
        address,
        delivery,
        at: sample?.at ?? now(),
        isSample: isForSamples,
        secret: sample?.secret ?? configured,
        otherSecrets,
      });
      sample?.report?.({ is: "refused", refusal });
    },
  });
}

function accepted({ type }: WebhookEvent): CustomResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ type }) };
}

function senderOf(context: Context, samples: ReceiverOptions["samples"]): Sender {
  const sample = samples.get(context.req.header(SAMPLE_HEADER) ?? "");
  // Samples use up nothing that others are allowed.
  return { address: sample === undefined ? addressOf(context) : "samples", sample };
}

/** Without a server, as in a test, nobody connected. */
function addressOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? "unknown";
  } catch {
    return "unknown";
  }
}
