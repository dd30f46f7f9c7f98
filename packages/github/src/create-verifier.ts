import { defineHexProvider, type Check, type Provider, type StandardSchema } from "@flaghook/core";
import type { PayloadCheck } from "./check-kit.ts";
import { definitionOf, eventOf } from "./definition.ts";
import type { GithubEventBase, GithubUnknownEvent } from "./event.ts";
import type { GithubEvents } from "./generated/types.ts";

/**
 * What decides about the payload of one event: a schema or check of this package, any Standard
 * Schema, or a plain check. A plain check says nothing of types: its event's payload is `unknown`.
 */
export type PayloadValidator = StandardSchema | Check;

/** What a verifier is made for. */
export interface VerifierOptions<Events extends Readonly<Record<string, PayloadValidator>>> {
  /**
   * A validator for each event, by GitHub's name of it. All other events come back as `unknown`.
   * With a schema or check of this package an action that GitHub does not document makes the event
   * `unknown` too.
   */
  readonly events: Events;
}

/** The events that a verifier gives. */
export type VerifierEvent<Events> =
  | { [Name in keyof Events & string]: NamedEvent<Name, Events[Name]> }[keyof Events & string]
  | GithubUnknownEvent;

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

/** An event whose payload a validator of the user's own describes. */
export interface GithubNamedEvent<Name extends string, Payload> extends GithubEventBase {
  readonly type: Name;
  readonly name: Name;
  readonly payload: Payload;
}

/**
 * GitHub with some of its events: a provider like `github`, for bundles that must stay small. Only
 * the schemas or checks that are passed end up in the bundle.
 *
 * It verifies exactly as `github` does. Every event that it was not made for is signed and genuine
 * too, but `unknown`.
 *
 * @throws {TypeError} when there are no events, or one is called `unknown`
 *
 * @example
 * ```ts
 * import { createVerifier } from "@flaghook/github";
 * import { pushSchema } from "@flaghook/github/schemas";
 *
 * const pushes = createVerifier({ events: { push: pushSchema } });
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const event = pushes.verify({ headers: request.headers, body }, { secret: process.env.GITHUB_WEBHOOK_SECRET! });
 *   if (event.type === "push") console.log(event.payload.ref);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function createVerifier<const Events extends Readonly<Record<string, PayloadValidator>>>(
  options: VerifierOptions<Events>,
): Provider<VerifierEvent<Events>> {
  const { events } = options;
  if (typeof events !== "object" || events === null || Object.keys(events).length === 0) {
    throw new TypeError("events must name at least one event: { push: pushSchema }.");
  }
  const known = Object.entries(events).map(([name, validator]) => [name, eventOf(validator)] as const);
  return defineHexProvider<VerifierEvent<Events>>(definitionOf(Object.fromEntries(known)));
}
