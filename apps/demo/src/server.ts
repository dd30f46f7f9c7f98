import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ConfiguredSecret } from "./secrets.ts";

const providers = { goff, hypertune, optimizely };

/** What the server made of a delivery: its event's type, or the code it was refused with. */
export type ReportOutcome = (provider: string, outcome: string) => void;

/** The demo's server: one route for every provider. */
export function createServer(
  secrets: Readonly<Record<string, ConfiguredSecret>>,
  report: ReportOutcome,
): Hono {
  const app = new Hono();
  app.get("/", (context) =>
    context.text("POST a delivery to /webhooks/goff, /webhooks/hypertune or /webhooks/optimizely.\n"),
  );
  app.post("/webhooks/:provider", bodyLimit({ maxSize: 26_214_400 }), async (context) => {
    const id = context.req.param("provider");
    if (!isProvider(id)) return context.json({ error: "no such provider" }, 404);
    const delivery = { headers: context.req.raw.headers, body: await context.req.arrayBuffer() };
    const result = providers[id].safeVerify(delivery, { secret: secrets[id]!.secret });
    if (result.ok) {
      report(id, result.event.type);
      return context.body(null, 204);
    }
    const { code, status } = result.error;
    report(id, code);
    return Response.json({ code }, { status });
  });
  return app;
}

function isProvider(id: string): id is keyof typeof providers {
  return Object.hasOwn(providers, id);
}
