import type { Primitive } from "./model.ts";

/**
 * What is generated: the description with the leniency rule applied, and the guards against a
 * changed event name.
 */
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
  /** The component stands where nothing is demanded of it. */
  readonly loose?: true;
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

/**
 * The fields of a component where nothing is demanded of it: each may be absent or `null`, and so
 * on inside.
 */
export function loosened(fields: ShapeFields): ShapeFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      {
        ...field,
        ...(field.component !== undefined && { loose: true as const }),
        ...(field.fields !== undefined && { fields: loosened(field.fields) }),
        optional: true,
      },
    ]),
  );
}

/** Whether some field of a component is demanded, so that it is not the same where nothing is. */
export function demandsAny(fields: ShapeFields): boolean {
  return JSON.stringify(fields).includes('"optional":false');
}
