import { isObject } from "../validation/check.ts";
import type { PayloadCheck } from "../shape/check-kit.ts";
import type { Scheme, SignatureScheme } from "../signature/scheme.ts";
import type { StandardSchema } from "../validation/standard-schema.ts";
import type { Validator } from "../validation/validator.ts";
import type { EventBase } from "./event.ts";
import type { CompiledHandshake } from "./handshake.ts";

/** Everything that makes a provider. */
export interface ProviderDefinition {
  /** Name in every event and error, e.g. `"acme"`: lower-case letters, digits and hyphens. */
  readonly id: string;
  /**
   * How deliveries are signed. A list begins with the strongest: the prefixes of the configured
   * secrets say which are enabled, and a text without one is the token.
   */
  readonly scheme: Scheme | readonly Scheme[];
  /** Known events by name. A name that is not here verifies and gives the type `"unknown"`. */
  readonly events: EventDefinitions | EventLookup;
  /** The place of the event's name. No readable name, or an empty one, is a `schema-mismatch`. */
  readonly eventName: HeaderSource | FieldSource | ((payload: unknown) => string | undefined);
  /**
   * The place of the event's id, if there is one. A replayer can change a header that the scheme
   * does not sign.
   */
  readonly eventId?: IdSource;
  /**
   * Whether equal bytes of an event can be a new occurrence, for every event, known or not, that
   * does not say so in its `repeatable`. `action` is the payload's, if it is a text. Not called
   * where an identity is the `dedupeKey`.
   */
  readonly isRepeatable?: (name: string, action: string | undefined) => boolean;
  /**
   * Further fields of every event, unknown ones too. A `payload` among them replaces the event's;
   * an `id` is one that nobody signed, for a delivery by a token alone.
   */
  readonly extraFields?: (context: EventContext) => object | undefined;
  /**
   * Further headers that `extraFields` reads: names in lower case, or with `isList` for one whose
   * value may hold ", ". An inbox keeps them, with those of the name and the id.
   */
  readonly extraHeaders?: readonly (string | HeaderSource)[];
  /**
   * Takes JSON out of a body that wraps it. `undefined` when the wrapping is broken; that, or
   * whatever it throws, is `invalid-json`.
   */
  readonly unwrap?: (body: Uint8Array) => Uint8Array | undefined;
  /**
   * Whether a delivery may come without a body: its payload is `undefined` then, also for
   * `eventName` and the validator. Default: such a body is `invalid-json`.
   */
  readonly isBodyOptional?: boolean;
  /**
   * Every method with which the provider may send, in upper case. Default: adapters take POST
   * alone. Not for hex providers.
   */
  readonly methods?: readonly string[];
  /** How the provider checks a URL: what `defineHandshake` made. Not for hex providers. */
  readonly handshake?: CompiledHandshake;
  /** For `sign`: headers that the provider sends with every delivery. */
  readonly constantHeaders?: Readonly<Record<string, string>>;
  /** For `sign`: further signatures that the provider sends and that nobody verifies. */
  readonly signOnlySchemes?: readonly SignatureScheme[];
}

/** Known events by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition | Validator>>;

/**
 * Known events of a provider that has many: each is looked up when its first delivery comes. One
 * that contradicts itself is a TypeError then.
 */
export interface EventLookup {
  /**
   * Gets a name from the network: know your own names alone, none that every object inherits.
   */
  (name: string): EventDefinition | Validator | undefined;
  /** Every name that it knows. */
  readonly names: readonly string[];
}

/**
 * The one value of this header, named in lower case. Empty or repeated, it counts as absent; ", "
 * in it counts as repeated, since servers join a header's lines that way.
 */
export interface HeaderSource {
  readonly header: string;
  /**
   * Whether one value may hold ", ", as a list or a date does. Repeated lines are then joined by
   * it. Default false.
   */
  readonly isList?: boolean;
}

/** A non-empty string at the top of the payload as it was sent. Signed with it. */
export interface FieldSource {
  readonly field: string;
}

/** The place of an event's id. */
export type IdSource = (HeaderSource | FieldSource) & {
  /**
   * Whether the id, which must be signed, identifies the event: it is then the `dedupeKey`. Default
   * false: a digest is, unless an event has an `identity` of its own.
   */
  readonly isIdentity?: boolean;
};

/** Facts about one event. */
export interface EventDefinition {
  readonly validator: Validator;
  /**
   * Listed values of the payload's `action`. Another string makes the event `unknown`; none is a
   * `schema-mismatch`. An empty list says that there is no action: with one the event is `unknown`.
   * Without a list nobody looks.
   */
  readonly actions?: readonly string[];
  /**
   * Payloads without an `action` are the event's, too, for senders that did not always name it.
   * Default: false.
   */
  readonly isActionOptional?: boolean;
  /**
   * The event's own identity, built from a payload that passed. It becomes the `dedupeKey`, so it
   * must differ from those of the provider's other events too.
   */
  readonly identity?: (payload: never) => string;
  /**
   * Whether equal bytes can be a new occurrence; a list names the actions for which they can.
   * Default: `isRepeatable`, else false.
   */
  readonly repeatable?: boolean | readonly string[];
  /**
   * For a repeatable event without an id: equal bytes within this many seconds are one occurrence.
   */
  readonly repeatWindowSeconds?: number;
}

/** What `extraFields` may read. The signature holds, but nobody signed the headers beside it. */
export interface EventContext {
  /** `"unknown"` when the name or action is not known; nobody has validated the payload then. */
  readonly type: string;
  readonly payload: unknown;
  /**
   * The one value of a header that `extraHeaders`, `eventName` or `eventId` names; TypeError for
   * any other. `undefined` where {@link HeaderSource} would count it as absent.
   */
  readonly header: (name: string) => string | undefined;
}

/** The union of events that a definition describes. */
export type EventOf<Id extends string, Events> =
  | { [Name in keyof Events & string]: KnownEventOf<Id, Name, PayloadOf<Events[Name]>> }[keyof Events &
      string]
  | UnknownEventOf<Id>;

/** An event whose name is in the definition. */
export interface KnownEventOf<Id extends string, Name extends string, Payload> extends EventBase {
  readonly provider: Id;
  readonly type: Name;
  readonly name: Name;
  readonly payload: Payload;
}

/** A signed event whose name or action is not in the definition. */
export interface UnknownEventOf<Id extends string> extends EventBase {
  readonly provider: Id;
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

type PayloadOf<Event> = Event extends { readonly validator: infer Given } ? OutputOf<Given> : OutputOf<Event>;

type OutputOf<Given> =
  Given extends StandardSchema<infer Output>
    ? Output
    : Given extends PayloadCheck<infer Payload>
      ? Payload
      : unknown;

/** Whether a definition gives the validator alone, with nothing beside it. */
export function isValidator(given: EventDefinition | Validator): given is Validator {
  return typeof given === "function" || (isObject(given) && "~standard" in given);
}

/** The schemes with which a delivery may be verified: at least one. */
export function schemesOf({ scheme }: ProviderDefinition): readonly Scheme[] {
  return ([] as readonly Scheme[]).concat(scheme);
}

/** Whether the event's id is its identity. */
export function isIdIdentity({ eventId }: ProviderDefinition): boolean {
  return eventId?.isIdentity === true;
}

/** Whether a source is a header. Own properties alone: an inherited `header` makes no field one. */
export function isHeaderSource(source: object): source is HeaderSource {
  return Object.hasOwn(source, "header");
}
