import type { ReceivedDelivery } from "../body/incoming.ts";
import { kindOf } from "../values/kind.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** What an inbox is told of the scope of a delivery. */
export type FindScope<Request> = (
  delivery: ReceivedDelivery<Request>,
) => { scope?: string } | Promise<{ scope?: string }>;

/**
 * The scope of each delivery: none, a fixed one, or what the function says. "No scope" is for an option that is absent alone:
 * two tenants of a function that finds no name would share their slots, and the second's delivery would never be run.
 */
export function compileScope<Request>(scope: WebhookOptions<never, Request>["scope"]): FindScope<Request> {
  if (scope === undefined) return () => ({});
  if (typeof scope === "string") return () => ({ scope });
  return async (delivery) => {
    const name: unknown = await scope(delivery);
    if (typeof name === "string" && name !== "") return { scope: name };
    throw new TypeError(`scope must return a non-empty string, not ${kindOf(name)}: which tenant is this?`);
  };
}
