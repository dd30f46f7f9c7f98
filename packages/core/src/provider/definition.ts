import type { Check } from "../check.ts";
import type { EventBase } from "./event.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import type { StandardSchema } from "../validation/standard-schema.ts";

/** Decides whether a payload has its event's shape. Must answer synchronously. What it throws is a `schema-mismatch`. */
export type Validator = StandardSchema | Check;

/** Everything that makes a provider. */
export interface ProviderDefinition {
  /** Name that stands in every event and error, e.g. `"acme"`: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** How deliveries are signed. */
  readonly scheme: SignatureScheme;
  /** Known events by name. A name that is not here verifies and comes back as type `"unknown"`. */
  readonly events: EventDefinitions | EventLookup;
  /** Where the event's name stands. No readable name, or an empty one, is a `schema-mismatch`. */
  readonly eventName: HeaderSource | FieldSource | ((payload: unknown) => string | undefined);
  /** Where the event's id stands, if anywhere. A header that the scheme does not sign can be changed by a replayer. */
  readonly eventId?: HeaderSource | FieldSource;
  /** `"id"` when the signed id identifies the event: it becomes the `dedupeKey`. Otherwise a digest does, unless an event says better. */
  readonly identity?: "id";
  /**
   * Whether equal bytes of an event can be a new occurrence, for every event that does not say so itself in `repeatable`,
   * unknown ones among them. `action` is the payload's, if it is a text. Not asked where an identity is the `dedupeKey`.
   */
  readonly repeats?: (name: string, action: string | undefined) => boolean;
  /** Further fields of every event, unknown ones too. A `payload` among them replaces the event's. */
  readonly extend?: (context: EventContext) => object | undefined;
  /** Further headers, in lower case, that `extend` reads. An inbox keeps them, with those of the name and the id. */
  readonly headers?: readonly string[];
  /** Takes JSON out of a body that wraps it. `undefined` when the wrapping is broken, or throws: `invalid-json`. */
  readonly unwrap?: (body: Uint8Array) => Uint8Array | undefined;
  /** Headers that the provider sends with every delivery, for `sign`. */
  readonly sends?: Readonly<Record<string, string>>;
  /** Further signatures that the provider sends and that are never verified, for `sign`. */
  readonly alsoSigns?: readonly SignatureScheme[];
}

/** Known events by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition | Validator>>;

/**
 * Known events of a provider that has many, each of them looked up when its first delivery comes. One that contradicts itself
 * is a TypeError then.
 */
export interface EventLookup {
  /** Called with a name from the network: answer for your own names alone, none that every object inherits. */
  (name: string): EventDefinition | Validator | undefined;
  /** Every name that it knows. */
  readonly names: readonly string[];
}

/** The one value of this header, named in lower case. Empty or repeated, it counts as absent. */
export interface HeaderSource {
  readonly header: string;
}

/** A non-empty string at the top of the payload as it was sent. Signed with it. */
export interface FieldSource {
  readonly field: string;
}

/** What is known about one event. */
export interface EventDefinition {
  readonly validator: Validator;
  /**
   * Listed values of the payload's `action`. Another string makes the event `unknown`; none at all is a `schema-mismatch`.
   * An empty list says that there is none: with one the event is `unknown`. Without a list nobody looks.
   */
  readonly actions?: readonly string[];
  /** Payloads without an `action` are the event's, too, for senders that did not always name it. Default: false. */
  readonly isActionOptional?: boolean;
  /**
   * The event's own identity, built from a payload that passed. It becomes the `dedupeKey`, so it must differ from those of
   * the provider's other events too.
   */
  readonly identity?: (payload: never) => string;
  /** Whether equal bytes can be a new occurrence; a list names the actions for which they can. Default: what `repeats` says, else false. */
  readonly repeatable?: boolean | readonly string[];
  /** For a repeatable event without an id: equal bytes within this many seconds are one occurrence. */
  readonly repeatWindowSeconds?: number;
}

/** What `extend` may look at. The signature holds by then, but headers outside it are the sender's word only. */
export interface EventContext {
  /** `"unknown"` when the name or action is not known; the payload is unchecked then. */
  readonly type: string;
  readonly payload: unknown;
  /** The one value of a header that the definition's `headers`, `eventName` or `eventId` names; TypeError for any other. */
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

/** An event that is signed, but of a name or an action that the definition does not list. */
export interface UnknownEventOf<Id extends string> extends EventBase {
  readonly provider: Id;
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

type PayloadOf<Event> =
  Event extends StandardSchema<infer Output>
    ? Output
    : Event extends { readonly validator: StandardSchema<infer Output> }
      ? Output
      : unknown;
