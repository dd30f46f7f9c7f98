/**
 * A type as descriptions state it, after everything that says the same in two ways was made one:
 * `oneOf`, `nullable`, constants and enums are gone. Members are alternatives: a value has the type
 * if one of them fits.
 */
export interface TypeNode {
  /** Primitive alternatives. `any` swallows all others. */
  readonly is?: readonly Primitive[];
  /** Values that a string alternative is documented to take. Never checked: GitHub adds values. */
  readonly values?: readonly string[];
  /** Whether `null` is documented. */
  readonly nullable?: true;
  /** Name of a shared component. */
  readonly component?: string;
  /** An object that is written out in place. */
  readonly fields?: Fields;
  readonly array?: TypeNode;
  /** An object used as a map: the type of its values. */
  readonly map?: TypeNode;
}

export type Primitive = "any" | "boolean" | "number" | "string";

export type Fields = Readonly<Record<string, FieldNode>>;

export interface FieldNode extends TypeNode {
  /**
   * Share of the documented variants of the object that require this field, from 0 to 1. Absent
   * when no variant has a list of required fields, which says nothing.
   */
  readonly required?: number;
  /** What GitHub says of it: the first sentence. */
  readonly doc?: string;
  /** Some documented variants of the object do not have the field at all. */
  readonly partial?: true;
  /** Older servers do not send it, whatever is documented. */
  readonly late?: true;
  /** An overlay says that it is always there, on thinner evidence than the rule asks for. */
  readonly sure?: true;
}

/**
 * The normalised input: all that the generator knows about GitHub's payloads from their
 * descriptions.
 */
export interface Description {
  readonly sources: readonly Source[];
  readonly components: Readonly<Record<string, Fields>>;
  readonly events: Readonly<Record<string, EventNode>>;
}

export interface Source {
  readonly package: string;
  readonly version: string;
  readonly file: string;
}

export interface EventNode {
  /** Anchor of the event's section on GitHub's page. */
  readonly anchor: string;
  /**
   * Payload by action; the one key is `""` for an event without actions and `"*"` where the caller
   * names the action.
   */
  readonly actions: Readonly<Record<string, Fields>>;
}

/** Where all events are documented. */
export const DOCUMENTATION = "https://docs.github.com/en/webhooks/webhook-events-and-payloads";
