import {
  mentioned,
  type EventShape,
  type ShapeField,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../model/shapes.ts";

/**
 * Checks payloads by their shapes without generating anything: a third reading of them, beside the
 * checks and the schemas.
 */
export function checkOf({ components, events }: Shapes): (event: string, payload: unknown) => boolean {
  function passes(field: ShapeField, value: unknown): boolean {
    if (value === undefined) return field.optional;
    if (value === null)
      return field.optional || field.nullable === true || field.is?.includes("any") === true;
    return fits(field, value);
  }

  function fits(node: ShapeNode, value: unknown): boolean {
    if (
      node.is?.includes("any") ||
      Object.keys(node).every((key) => key === "optional" || key === "nullable")
    )
      return true;
    if (node.is?.includes(typeof value as "string")) return true;
    if (Array.isArray(value)) {
      return (
        node.array !== undefined &&
        value.every((element) => passes({ ...node.array!, optional: false }, element))
      );
    }
    if (typeof value !== "object") return false;
    const object = value as Record<string, unknown>;
    if (node.bag) return true;
    if (node.component !== undefined) {
      const fields = fieldsOf(node.component);
      return hasAll(node.loose ? mentioned(fields) : fields, object);
    }
    return node.fields !== undefined && hasAll(node.fields, object);
  }

  function fieldsOf(name: string): ShapeFields {
    const { like, fields } = components[name]!;
    return like === undefined ? fields : { ...fieldsOf(like), ...fields };
  }

  function hasAll(fields: ShapeFields, value: Record<string, unknown>): boolean {
    return Object.entries(fields).every(([name, field]) => passes(field, value[name]));
  }

  return (event, payload) => {
    const shape = events[event]!;
    const value = payload as Record<string, unknown>;
    const { action } = value;
    if (!actionPasses(shape, action)) return false;
    if (shape.absent.some((key) => (value[key] ?? undefined) !== undefined)) return false;
    return hasAll({ ...shape.fields, ...shape.only[String(action)] }, value);
  };
}

function actionPasses(shape: EventShape, action: unknown): boolean {
  const { actions, freeAction, ignoresAction, isActionOptional } = shape;
  const isNone = action === undefined || action === null;
  if (freeAction) return typeof action === "string";
  if (actions.length === 0) return isNone || ignoresAction;
  return actions.includes(action as string) || (isNone && isActionOptional);
}
