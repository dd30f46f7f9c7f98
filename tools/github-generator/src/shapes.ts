import type { Primitive } from "./model.ts";

/** What is generated: the description with the leniency rule applied, and the guards against a changed event name. */
export interface Shapes {
  readonly components: Readonly<Record<string, ComponentShape>>;
  readonly events: Readonly<Record<string, EventShape>>;
}

export interface ComponentShape {
  /** Another component that this one is, except for its own fields. */
  readonly like?: string;
  readonly fields: ShapeFields;
}

export interface EventShape {
  readonly anchor: string;
  /** Listed actions. Empty for an event without actions, and where the caller names them. */
  readonly actions: readonly string[];
  /** `action` may be any string: `repository_dispatch`. */
  readonly freeAction: boolean;
  /** Fields of every action. */
  readonly fields: ShapeFields;
  /** Further fields of single actions. */
  readonly only: Readonly<Record<string, ShapeFields>>;
  /** Keys that tell another event: none of them may be there. */
  readonly absent: readonly string[];
  /** Whether equal payloads can be two occurrences; a list names the actions for which they can. */
  readonly repeatable: boolean | readonly string[];
}

export interface ShapeNode {
  readonly is?: readonly Primitive[];
  readonly values?: readonly string[];
  readonly nullable?: true;
  readonly component?: string;
  readonly fields?: ShapeFields;
  readonly array?: ShapeNode;
  /** Any object. */
  readonly bag?: true;
}

export type ShapeFields = Readonly<Record<string, ShapeField>>;

export interface ShapeField extends ShapeNode {
  /** May be absent or `null`. */
  readonly optional: boolean;
}
