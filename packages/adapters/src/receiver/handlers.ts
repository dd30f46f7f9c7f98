import type { Provider, WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";

/**
 * Does something about one event. May be asynchronous. Its return value is ignored; when it throws,
 * the response is 500.
 */
export type Handler<Event, Request = unknown> = (
  event: Event,
  delivery: ReceivedDelivery<Request>,
) => unknown;

/**
 * Says in a provider's type which event each name in `on` stands for: `issues`, and where its
 * events have actions, `"issues.labeled"`. Types alone: no provider has the property.
 */
export interface EventMapped<EventMap> {
  readonly eventMap?: EventMap | undefined;
}

/** The events of a provider by name in `on`: as its type says, else its union by `type`. */
export type EventsByName<Event extends WebhookEvent, EventMap> = unknown extends EventMap
  ? { readonly [Type in Event["type"]]: Extract<Event, { readonly type: Type }> }
  : EventMap;

/**
 * Handlers by the event's type, or by its type and action: `"issues.labeled"`. Each gets its event
 * narrowed. `unknown` gets signed events whose name or action the provider package does not know.
 */
export type Handlers<Event extends WebhookEvent, Request = unknown, EventMap = unknown> = HandlersOf<
  EventsByName<Event, EventMap>,
  Request
>;

type HandlersOf<Events, Request> = {
  readonly [Name in keyof Events]?: Handler<Events[Name], Request> | undefined;
};

/** Finds the handlers of an event, in the order in which they run. */
export type FindHandlers<Event extends WebhookEvent, Request> = (
  event: Event,
) => readonly Handler<Event, Request>[];

/**
 * @throws {TypeError} when a handler is for an event that the provider lacks, or is not a function
 */
export function compileHandlers<Event extends WebhookEvent, Request>(
  provider: Provider<Event>,
  on: object = {},
  onEvent: Handler<Event, Request> | undefined,
): FindHandlers<Event, Request> {
  const handlers = new Map<string, Handler<Event, Request>>();
  const actionHandlers = new Map<string, Handler<Event, Request>>();
  for (const [name, handler] of Object.entries(on) as [string, unknown][]) {
    const isType = name === "unknown" || Object.hasOwn(provider.events, name);
    if (!isType) assertAction(provider, name);
    if (handler === undefined) continue;
    if (typeof handler !== "function") throw new TypeError(`on[${JSON.stringify(name)}] must be a function.`);
    (isType ? handlers : actionHandlers).set(name, handler as Handler<Event, Request>); // its name says which event it takes
  }
  const always = onEvent === undefined ? [] : [onEvent];
  const byType = new Map([...handlers].map(([type, handler]) => [type, [handler, ...always]]));

  return (event) => {
    const found = byType.get(event.type) ?? always;
    if (actionHandlers.size === 0) return found;
    const action = actionOf(event.payload);
    const handler = action === undefined ? undefined : actionHandlers.get(`${event.type}.${action}`);
    return handler === undefined ? found : [handler, ...found];
  };
}

/** A type may hold dots itself, so every dot may be the one before the action. */
function assertAction<Event extends WebhookEvent>(provider: Provider<Event>, name: string): void {
  let help = "";
  for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) {
    const [type, action] = [name.slice(0, dot), name.slice(dot + 1)];
    if (!Object.hasOwn(provider.events, type)) continue;
    const { actions = [] } = provider.events[type]!;
    if (actions.includes(action)) return;
    help =
      actions.length === 0
        ? `: ${type} has no actions`
        : `: the actions of ${type} are ${actions.join(", ")}`;
  }
  throw new TypeError(
    `on has a handler for ${JSON.stringify(name)}, which ${provider.id} does not send${help}.`,
  );
}

function actionOf(payload: unknown): string | undefined {
  const { action } = (payload ?? {}) as { action?: unknown }; // whatever it is, it has properties or none
  return typeof action === "string" ? action : undefined;
}
