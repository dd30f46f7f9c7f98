import type { Fields, NodeFields, Parts } from "./parts.ts";

/** What an event's payload looks like. */
export interface EventShape {
  /** Listed actions, with spaces between; empty when none may come; absent when any may. */
  readonly actions?: string;
  /** There is one action, and older servers do not send it: it is among the fields. */
  readonly isActionOptional?: true;
  /** Fields of every action's payload. */
  readonly fields: Fields;
  /**
   * Further fields of single actions. A key names the actions that share them, with spaces between.
   */
  readonly only?: <Node>(parts: Parts<Node>) => Readonly<Record<string, NodeFields<Node>>>;
}

/** The payload of each action, by action: what `wrap` makes of what makes it. */
export function actionPayloads<Node>(
  parts: Parts<Node>,
  { actions, fields, only }: EventShape,
  wrap: (make: () => Node) => Node,
): NodeFields<Node> {
  const common = fields(parts);
  const groups = Object.entries(only?.(parts) ?? {});
  const payload = (action: string): Node => {
    const [, own] = groups.find(([names]) => names.split(" ").includes(action)) ?? [];
    return parts.o({ action: parts.is(action), ...common, ...own });
  };
  return Object.fromEntries(actions!.split(" ").map((action) => [action, wrap(() => payload(action))]));
}

/** Under this key a check and a schema carry the shape that they were made from, unseen. */
export const SHAPE: unique symbol = Symbol.for("flaghook.shape");

/** The shape that a check or a schema of this package was made from. */
export function shapeOf(validator: object): EventShape | undefined {
  return (validator as { [SHAPE]?: EventShape })[SHAPE];
}
