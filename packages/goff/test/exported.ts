import { verify, goff, type ExportEvent } from "../src/index.ts";

const secret = "secret";

/** The verified event of a batch with these elements. */
export function exported(...events: unknown[]): ExportEvent {
  const body = JSON.stringify({ meta: { hostname: "server01" }, events });
  return verify({ headers: goff.sign(body, { secret }), body }, { secret }) as ExportEvent;
}
