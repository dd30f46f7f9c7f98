import type { Primitive } from "./description.ts";

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
  /** There is one action, and deliveries were seen that do not name it. */
  readonly isActionOptional: boolean;
  /** Fields of every action. */
  readonly fields: ShapeFields;
  /** Further fields of single actions. */
  readonly only: Readonly<Record<string, ShapeFields>>;
  /** Keys that tell another event: none of them may be there. */
  readonly absent: readonly string[];
  /** Of an event without actions: whether an action may come all the same, because it tells no other event. */
  readonly ignoresAction: boolean;
  /** Whether equal payloads can be two occurrences; a list names the actions for which they can. */
  readonly repeatable: boolean | readonly string[];
}

export interface ShapeNode {
  readonly is?: readonly Primitive[];
  readonly values?: readonly string[];
  readonly nullable?: true;
  readonly component?: string;
  /** The component is only mentioned: the event is about something else. */
  readonly loose?: true;
  /** The component that `fields` are added to: while shapes are written. */
  readonly subject?: string;
  readonly fields?: ShapeFields;
  readonly array?: ShapeNode;
  /** Any object. */
  readonly bag?: true;
}

export type ShapeFields = Readonly<Record<string, ShapeField>>;

export interface ShapeField extends ShapeNode {
  /** May be absent or `null`. */
  readonly optional: boolean;
  /** What GitHub says of it. */
  readonly doc?: string;
  /** Demanded only where the event is about the component that has the field; elsewhere it may be absent or `null`. */
  readonly ofSubject?: true;
}

/** The fields of a component where an event only mentions it: what is demanded of a subject may be absent or `null`. */
export function mentioned(fields: ShapeFields): ShapeFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { ofSubject, ...field }]) => [
      name,
      { ...field, optional: field.optional || ofSubject === true },
    ]),
  );
}

/** The fields of a component that are demanded only where the event is about it. */
export function subjectFields(fields: ShapeFields): ShapeFields {
  return Object.fromEntries(Object.entries(fields).filter(([, { ofSubject }]) => ofSubject));
}

/** Whether more is demanded of a component where the event is about it. */
export function differsAsSubject(fields: ShapeFields): boolean {
  return Object.keys(subjectFields(fields)).length > 0;
}
