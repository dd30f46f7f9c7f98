import { Hono } from "hono";
import { findRefusal, listRefusals } from "../database/refusals.ts";
import type { Database } from "../database/schema.ts";
import { bytesResponse } from "./changes.ts";
import type { RefusalDetail } from "./contract.ts";
import { findDamage } from "../receiving/damage.ts";

/** Reading refusals: all that are kept, one with its causes and its damage, its bytes. */
export function refusedApi(database: Database): Hono {
  const app = new Hono();

  app.get("/refused", async (context) => {
    return context.json({ refusals: await listRefusals(database) });
  });

  app.get("/refused/:id{\\d+}", async (context) => {
    const found = await findRefusal(database, Number(context.req.param("id")));
    if (found === undefined) return context.json({ error: "There is no such refusal." }, 404);
    const { refusal, body } = found;
    const text = new TextDecoder().decode(body);
    const isCut = body.length < refusal.bodyBytes;
    const damage = isCut || text === "" ? undefined : await findDamage(database, refusal.provider, text);
    return context.json({ refusal, text, isCut, damage: damage ?? null } satisfies RefusalDetail);
  });

  app.get("/refused/:id{\\d+}/body", async (context) => {
    const found = await findRefusal(database, Number(context.req.param("id")));
    if (found === undefined) return context.json({ error: "There is no such refusal." }, 404);
    return bytesResponse(context, found.body);
  });

  return app;
}
