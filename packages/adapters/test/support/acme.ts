import { defineProvider, type EventOf } from "@flaghook/core";
import * as z from "zod/mini";

const events = {
  ping: z.looseObject({ type: z.literal("ping"), n: z.number() }),
  order: z.looseObject({ type: z.literal("order"), total: z.number() }),
};

export type AcmeEvent = EventOf<"acme", typeof events>;

/** A private provider: what the adapters do must not depend on ours. */
export const acme = defineProvider<AcmeEvent>({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex", prefix: "sha256=" },
  eventName: { field: "type" },
  events,
});

export const SECRET = "acme-secret";

/** A genuine delivery of this body. */
export function deliver(
  body: string,
  secret: string | Uint8Array = SECRET,
): { headers: Record<string, string>; body: string } {
  return { headers: acme.sign(body, { secret }), body };
}

export const PING = '{"type":"ping","n":1}';
