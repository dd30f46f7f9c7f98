import type { Inbox } from "@flaghook/inbox";
import { Hono } from "hono";
import { countSamples } from "../database/lines.ts";
import { countRefusals } from "../database/refusals.ts";
import { removeSamples } from "../database/removal.ts";
import type { Database } from "../database/schema.ts";
import { writeFact } from "../database/facts.ts";
import { removeSampleDeliveries } from "../inbox/remove-samples.ts";
import { forgetBatch } from "../inbox/sample-batch.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "../receiving/news.ts";
import { variableOf } from "../secrets.ts";
import type { Status } from "./contract.ts";

/** The fact that somebody removed the sample data: it never comes back by itself. */
export const SAMPLES_REMOVED = "samples-removed";

/** How much there is, and the removal of sample data. */
export function samplesApi({
  database,
  newsroom,
  inbox,
  sources,
}: {
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly inbox: Inbox;
  readonly sources: readonly Source[];
}): Hono {
  const app = new Hono();

  app.get("/status", async (context) => {
    const [{ lines, samples }, refusals, { counts }] = await Promise.all([
      countSamples(database),
      countRefusals(database),
      inbox.health(),
    ]);
    const receivers = sources.map(({ provider: { id } }) => ({
      provider: id,
      path: `/webhooks/${id}`,
      variable: variableOf(id),
    }));
    return context.json({ receivers, lines, samples, refusals, dead: counts?.dead ?? 0 } satisfies Status);
  });

  app.delete("/samples", async (context) => {
    await writeFact(database, SAMPLES_REMOVED, "yes");
    await removeSampleDeliveries(inbox);
    await removeSamples(database);
    await forgetBatch(database);
    newsroom.publish("removed");
    return context.body(null, 204);
  });

  return app;
}
