import { defineHexProvider, type Check, type Provider, type StandardSchema } from "@flaghook/core";
import type { PayloadCheck } from "@flaghook/core/shape";
import { definitionOf, eventOf } from "./definition.ts";
import type { GithubNamedEvent, GithubUnknownEvent } from "./event.ts";
import { eventNames } from "./generated/names.ts";
import type { GithubActions, GithubEvents } from "./generated/types.ts";

/**
 * What decides about the payload of one event: a schema or check of this package, any Standard
 * Schema, or a plain check. A plain check says nothing of types: its event's payload is `unknown`.
 */
export type PayloadValidator = StandardSchema | Check;

/** A validator for some of GitHub's events. */
export type PayloadValidators = { readonly [Name in keyof GithubEvents]?: PayloadValidator };

/** Which events {@link createProvider} makes a provider for. */
export interface CreateProviderOptions<Events extends PayloadValidators> {
  /**
   * A validator for each event, by GitHub's name of it. All other events come back as `unknown`.
   * With a schema or check of this package an action that GitHub does not document makes the event
   * `unknown` too.
   */
  readonly events: Events & { readonly [Name in Exclude<keyof Events, keyof GithubEvents>]: never };
}

/** The events that a provider with these validators gives. */
export type ProviderEvent<Events> =
  | { [Name in keyof Events & string]: NamedEvent<Name, Events[Name]> }[keyof Events & string]
  | GithubUnknownEvent;

/** The names in `on` for a provider with these validators, with the event of each. */
export type ProviderEventMap<Events> = {
  [Name in keyof Events & string]: NamedEvent<Name, Events[Name]>;
} & ActionsOf<NameWithActions<Events>> & { unknown: GithubUnknownEvent };

/** All of these interfaces at once. */
type ActionsOf<Name extends keyof GithubActions> = (
  Name extends unknown ? (actions: GithubActions[Name]) => void : never
) extends (actions: infer Actions) => void
  ? Actions
  : never;

/** Only a schema or check of this package knows an event's actions. */
type NameWithActions<Events> = {
  [Name in keyof Events & keyof GithubActions]: NamedEvent<Name, Events[Name]> extends GithubEvents[Name]
    ? Name
    : never;
}[keyof Events & keyof GithubActions];

/**
 * A provider of some of GitHub's events. `eventMap` is a type alone: no provider has the property.
 */
export type GithubProviderOf<Events> = Provider<ProviderEvent<Events>> & {
  readonly eventMap?: ProviderEventMap<Events> | undefined;
};

type NamedEvent<Name extends string, Validator> = Name extends keyof GithubEvents
  ? Validator extends
      | StandardSchema<GithubEvents[Name]["payload"]>
      | PayloadCheck<GithubEvents[Name]["payload"]>
    ? GithubEvents[Name]
    : GithubNamedEvent<Name, PayloadOf<Validator>>
  : GithubNamedEvent<Name, PayloadOf<Validator>>;

type PayloadOf<Validator> =
  Validator extends StandardSchema<infer Output>
    ? Output
    : Validator extends PayloadCheck<infer Payload>
      ? Payload
      : unknown;

/**
 * GitHub with some of its events: a provider like `github`, for bundles that must stay small. Only
 * the schemas or checks that are passed end up in the bundle.
 *
 * It verifies exactly as `github` does. Every event that it was not made for is signed and genuine
 * too, but `unknown`.
 *
 * @throws {TypeError} when there are no events, or GitHub has none of that name
 *
 * @example
 * ```ts
 * import { createProvider } from "@flaghook/github";
 * import { pushSchema } from "@flaghook/github/schemas";
 *
 * const pushes = createProvider({ events: { push: pushSchema } });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GITHUB_WEBHOOK_SECRET!;
 *   const event = pushes.verify({ headers: request.headers, body }, { secret });
 *   if (event.type === "push") console.log(event.payload.ref);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function createProvider<const Events extends PayloadValidators>(
  options: CreateProviderOptions<Events>,
): GithubProviderOf<Events> {
  const { events } = options;
  if (typeof events !== "object" || events === null || Object.keys(events).length === 0) {
    throw new TypeError("github: events must name at least one event: { push: pushSchema }.");
  }
  const known = Object.entries<PayloadValidator>(events).map(([name, validator]) => {
    if (eventNames.split(" ").includes(name)) return [name, eventOf(validator)] as const;
    throw new TypeError(
      `github: GitHub has no event ${JSON.stringify(name)}: ${DOCUMENTATION} lists its events.`,
    );
  });
  return defineHexProvider<ProviderEvent<Events>>(definitionOf(Object.fromEntries(known)));
}

const DOCUMENTATION = "https://docs.github.com/en/webhooks/webhook-events-and-payloads";
