import type { ReceivedDelivery } from "../body/incoming.ts";
import { kindOf } from "../values/kind.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** Finds the scope of a delivery, as an option for the inbox. */
export type FindScope<Request> = (
  delivery: ReceivedDelivery<Request>,
) => { scope?: string } | Promise<{ scope?: string }>;

/**
 * The scope of each delivery: none, a fixed one, or the function's. Only an absent option means "no
 * scope": two tenants without a name would share their slots, and the second one's delivery would
 * never run.
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
