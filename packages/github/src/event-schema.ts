import { basicKinds, lazyKind, unionKind, variantsKind } from "@flaghook/core/schemas";
import type { ZodMiniType } from "zod/mini";
import { createParts, type Parts } from "./parts.ts";
import { actionPayloads, SHAPE, type EventShape } from "./shape.ts";

let created: Parts<ZodMiniType> | undefined;

// Created at first use, so that importing a schema makes no others.
function parts(): Parts<ZodMiniType> {
  return (created ??= createParts({ ...basicKinds, lazy: lazyKind, union: unionKind }));
}

/**
 * The zod schema of an event's payload, built when it first parses. Its actions are not told apart.
 */
export function eventSchema<Payload>(shape: EventShape): ZodMiniType<Payload> {
  return schemaOf(shape, () => parts().o(shape.fields(parts())));
}

/**
 * The same for an event whose shape lists actions: apart, so that a bundle without such events has
 * none of it.
 */
export function actionsSchema<Payload>(shape: EventShape): ZodMiniType<Payload> {
  return schemaOf(shape, () =>
    variantsKind(
      "action",
      actionPayloads(parts(), shape, (make) => make()),
    ),
  );
}

function schemaOf<Payload>(shape: EventShape, make: () => ZodMiniType): ZodMiniType<Payload> {
  const schema = lazyKind(make) as ZodMiniType<Payload>; // a type test proves that they agree
  return Object.defineProperty(schema, SHAPE, { value: shape });
}
