import {
  defineProvider,
  type DeliveryInput,
  type Provider,
  type WebhookError,
  type WebhookEvent,
} from "@flaghook/core";
import * as check from "@flaghook/core/check";

/** A delivery with what `verify` made of it. */
export interface Verified {
  readonly verified: WebhookEvent | WebhookError;
  readonly delivery: DeliveryInput;
}

const secret = "a secret for tests";
const scheme = { header: "x-signature", algorithm: "sha256", encoding: "hex" } as const;

/** Sends an id that the signature does not cover, as GitHub does. */
export const orders: Provider = defineProvider<WebhookEvent>({
  id: "orders",
  scheme,
  eventName: { field: "type" },
  eventId: { header: "x-delivery" },
  extraHeaders: ["x-region"],
  events: {
    created: check.object({ number: check.number }),
    dispatched: { validator: check.unknown, repeatable: true },
  },
});

/** Sends the same bytes as `orders`, under ids of its own. */
export const invoices: Provider = defineProvider<WebhookEvent>({
  id: "invoices",
  scheme,
  eventName: { field: "type" },
  eventId: { header: "x-delivery" },
  events: { created: check.object({ number: check.number }) },
});

/** The same provider before it knew orders with a number, and dispatches without a target. */
export const strictOrders: Provider = defineProvider<WebhookEvent>({
  id: "orders",
  scheme,
  eventName: { field: "type" },
  eventId: { header: "x-delivery" },
  events: {
    created: check.object({ number: check.string }),
    dispatched: { validator: check.object({ target: check.string }), repeatable: true },
  },
});

/** Sends no id at all, and repeats itself, as GO Feature Flag does. */
export const flags: Provider = defineProvider<WebhookEvent>({
  id: "flags",
  scheme,
  eventName: { field: "type" },
  events: {
    toggled: { validator: check.unknown, repeatable: true },
    archived: check.unknown,
  },
});

/** The same provider before it knew what toggles are. */
export const strictFlags: Provider = defineProvider<WebhookEvent>({
  id: "flags",
  scheme,
  eventName: { field: "type" },
  events: {
    toggled: { validator: check.object({ on: check.string }), repeatable: true },
  },
});

/** Names its events in a header that nobody signs, as GitHub does. */
export const hooks: Provider = defineProvider<WebhookEvent>({
  id: "hooks",
  scheme,
  eventName: { header: "x-event" },
  eventId: { header: "x-delivery" },
  events: {
    pushed: check.unknown,
    starred: check.unknown,
    requested: { validator: check.object({ request: check.string }), repeatable: true },
  },
});

/** Sends a signed identity, as Hypertune does. */
export const users: Provider = defineProvider<WebhookEvent>({
  id: "users",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: { joined: check.unknown },
});

/** The same provider before it knew who joined without a team. */
export const strictUsers: Provider = defineProvider<WebhookEvent>({
  id: "users",
  scheme,
  eventName: { field: "type" },
  eventId: { field: "id", isIdentity: true },
  events: { joined: check.object({ team: check.string }) },
});

/** A signed delivery, verified. */
export function deliver(
  provider: Provider,
  payload: object,
  headers: Record<string, string | undefined> = {},
): Verified {
  const body = JSON.stringify(payload);
  // Signed alike by all of them. `sign` of a provider with a name in a header would ask for one.
  const delivery = { headers: { ...orders.sign(body, { secret }), ...headers }, body: Buffer.from(body) };
  // The second of two: an event says which one it was.
  const result = provider.safeVerify(delivery, { secret: ["a newer secret", secret] });
  return { verified: result.ok ? result.event : result.error, delivery };
}

/** An order's delivery under an unsigned id. */
export function order(number: number, deliveryId = `delivery-${number}`): Verified {
  return deliver(orders, { type: "created", number }, { "x-delivery": deliveryId });
}

/** The same order, from a sender that names no id. */
export function orderWithoutId(number: number): Verified {
  return deliver(orders, { type: "created", number }, { "x-delivery": undefined });
}

/** An event whose bytes are always the same, under an unsigned id or none. */
export function dispatch(deliveryId: string | undefined): Verified {
  return deliver(orders, { type: "dispatched" }, { "x-delivery": deliveryId });
}

/** An event whose bytes are always the same, without any id. */
export function toggle(): Verified {
  return deliver(flags, { type: "toggled", on: true });
}

/** Always the same bytes, under any name and any id. */
export function named(name: string | undefined, deliveryId?: string): Verified {
  return deliver(hooks, { number: 1 }, { "x-event": name, "x-delivery": deliveryId });
}

/** The bytes of an order, of another provider. */
export function invoice(number: number, deliveryId: string): Verified {
  return deliver(invoices, { type: "created", number }, { "x-delivery": deliveryId });
}
