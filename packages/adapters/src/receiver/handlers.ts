import type { Provider, WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";

/**
 * Does something about one event. May be asynchronous. Its return value is ignored; when it throws,
 * the response is 500.
 */
export type Handler<Event extends WebhookEvent, Request = unknown> = (
  event: Event,
  delivery: ReceivedDelivery<Request>,
) => unknown;

/**
 * Handlers by the event's type, each with its event narrowed. `unknown` gets signed events whose
 * name or action the provider package does not know.
 */
export type Handlers<Event extends WebhookEvent, Request = unknown> = {
  readonly [Type in Event["type"]]?: Handler<Extract<Event, { readonly type: Type }>, Request> | undefined;
};

/** Runs the handlers of an event, and resolves to whether there was one. */
export type Dispatch<Event extends WebhookEvent, Request> = (
  event: Event,
  delivery: ReceivedDelivery<Request>,
) => Promise<boolean>;

/**
 * @throws {TypeError} when a handler is for an event that the provider lacks, or is not a function
 */
export function compileHandlers<Event extends WebhookEvent, Request>(
  provider: Provider<Event>,
  on: Handlers<Event, Request> | undefined,
  onEvent: Handler<Event, Request> | undefined,
): Dispatch<Event, Request> {
  const handlers = new Map<string, Handler<Event, Request>>();
  for (const [type, handler] of Object.entries(on ?? {})) {
    if (type !== "unknown" && !Object.hasOwn(provider.events, type)) {
      throw new TypeError(
        `on has a handler for ${JSON.stringify(type)}, which ${provider.id} does not send.`,
      );
    }
    if (handler === undefined) continue;
    if (typeof handler !== "function") throw new TypeError(`on.${type} must be a function.`);
    handlers.set(type, handler as Handler<Event, Request>); // Object.entries forgets which event belongs to which key
  }
  return async (event, delivery) => {
    const handler = handlers.get(event.type);
    if (handler !== undefined) await handler(event, delivery);
    if (onEvent !== undefined) await onEvent(event, delivery);
    return handler !== undefined || onEvent !== undefined;
  };
}
