import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createAllowance } from "../receiving/allowance.ts";
import type { TryIt } from "../try-it/try-it.ts";
import { trialBody, type TriableEvents } from "./contract.ts";

/** A request is a few words. */
const MAX_BYTES = 4096;

/**
 * `GET /api/try` lists what can be sent, `POST /api/try` sends one to the server's own endpoint.
 */
export function tryItApi(tryIt: TryIt, now: () => Date): Hono {
  const app = new Hono();
  const allowance = createAllowance({ atOnce: 20, pauseMs: 1000 });

  app.get("/try", async (context) => {
    return context.json({ events: await tryIt.events() } satisfies TriableEvents);
  });

  app.post("/try", bodyLimit({ maxSize: MAX_BYTES }), async (context) => {
    const read = trialBody.safeParse(await context.req.json().catch(() => undefined));
    if (!read.success)
      return context.json({ error: "Send provider and event as JSON, and perhaps tampering." }, 400);
    const origin = originOf(context);
    if (origin === undefined) return context.json({ error: "Only a server can send to itself." }, 500);
    if (!allowance.take("", now().getTime()))
      return context.json({ error: "That is many at once. Wait a second, and send again." }, 429);
    try {
      const result = await tryIt.send(read.data, origin);
      return result === undefined
        ? context.json({ error: "There is no such event." }, 404)
        : context.json(result);
    } catch (error) {
      return context.json({ error: `It could not be sent: ${(error as Error).message}.` }, 502);
    }
  });

  return app;
}

/** The server's own end of the connection: never a name that the request brings along. */
function originOf(context: Context): string | undefined {
  const { incoming } = (context.env ?? {}) as {
    readonly incoming?: { readonly socket?: { readonly localAddress?: string; readonly localPort?: number } };
  };
  const { localAddress, localPort } = incoming?.socket ?? {};
  if (localAddress === undefined || localPort === undefined) return undefined;
  return `http://${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}
