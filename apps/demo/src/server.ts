import type { CustomResponse } from "@flaghook/adapters";
import { webhook } from "@flaghook/adapters/hono";
import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { Hono } from "hono";
import { providers } from "./providers.ts";
import type { ConfiguredSecret } from "./secrets.ts";

/** What the server made of a delivery: its event's type, or the code it was refused with. */
export type ReportResult = (provider: string, result: string) => void;

/**
 * The demo's server: one route for each provider. Its responses say what became of a delivery:
 * `{ "type": … }` of the event, or `{ "code": … }` of the refusal.
 */
export function createServer(
  secrets: Readonly<Record<string, ConfiguredSecret>>,
  report: ReportResult = () => {},
): Hono {
  const app = new Hono();
  app.get("/", (context) => context.text("POST a delivery to /webhooks/<provider>.\n"));
  for (const provider of providers) {
    const { id } = provider;
    const receive = webhook({
      provider,
      secret: secrets[id]!.secret,
      onEvent: (event) => report(id, event.type),
      respond: ({ event, error }) =>
        event === undefined || error !== undefined ? undefined : accepted(event),
      onError: (error) => report(id, WebhookError.is(error) ? error.code : String(error)),
    });
    app.all(`/webhooks/${id}`, receive);
  }
  return app;
}

function accepted({ type }: WebhookEvent): CustomResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ type }) };
}
