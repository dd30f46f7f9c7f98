import { DOCUMENTATION } from "../model/description.ts";
import { HEADER, typeName, valueName } from "./names.ts";
import type { EventShape, Shapes } from "../model/shapes.ts";

/** The zod schemas by name. */
export function emitSchemas({ events }: Shapes): string {
  const names = Object.keys(events);
  const shapes = names.map((name) => `  ${valueName(name)}Shape,\n`).join("");
  const types = names.map((name) => `  ${typeName(name)}Payload,\n`).join("");
  return [
    `${HEADER}import type { ZodMiniType } from "zod/mini";\nimport { actionsSchema, eventSchema } from "../event-schema.ts";\nimport {\n${shapes}} from "./events.ts";\nimport type {\n${types}} from "./types.ts";\n`,
    ...Object.entries(events).map(([name, { actions, isActionOptional }]) => {
      const make = actions.length > 0 && !isActionOptional ? "actionsSchema" : "eventSchema";
      return `/** Schema of {@link ${typeName(name)}Payload}. Verifies no signature. */\nexport const ${valueName(name)}Schema: ZodMiniType<${typeName(name)}Payload> = /* @__PURE__ */ ${make}(${valueName(name)}Shape);\n`;
    }),
  ].join("\n");
}

/** The plain checks by name. */
export function emitChecks({ events }: Shapes): string {
  const names = Object.keys(events);
  const shapes = names.map((name) => `  ${valueName(name)}Shape,\n`).join("");
  const types = names.map((name) => `  ${typeName(name)}Payload,\n`).join("");
  return [
    `${HEADER}import type { PayloadCheck } from "@flaghook/core/shape";\nimport { eventCheck } from "../event-check.ts";\nimport {\n${shapes}} from "./events.ts";\nimport type {\n${types}} from "./types.ts";\n`,
    ...names.map(
      (name) =>
        `/** Checks a {@link ${typeName(name)}Payload} as \`${valueName(name)}Schema\` does, without zod or a copy. */\nexport const ${valueName(name)}Check: PayloadCheck<${typeName(name)}Payload> = /* @__PURE__ */ eventCheck(${valueName(name)}Shape);\n`,
    ),
  ].join("\n");
}

/** All shapes by the name of their event. */
export function emitCatalogue({ events }: Shapes): string {
  const names = Object.keys(events);
  const shapes = names.map((name) => `  ${valueName(name)}Shape,\n`).join("");
  const entries = names.map((name) => `  ${name}: ${valueName(name)}Shape,\n`).join("");
  return `${HEADER}import type { EventShape } from "../shape.ts";\nimport {\n${shapes}} from "./events.ts";\n\n/** Shape of every event that GitHub documents, by its name. */\nexport const shapes: Readonly<Record<string, EventShape>> = {\n${entries}};\n`;
}

/**
 * The names of all events, for a provider that is made for some of them: it brings no shape of
 * another.
 */
export function emitNames({ events }: Shapes): string {
  return `${HEADER}\n/** Names of all events that GitHub documents, with spaces between. */\nexport const eventNames = ${JSON.stringify(Object.keys(events).join(" "))};\n`;
}

/**
 * What repeats. Apart from the shapes: a verifier that was not made for an event is asked about it,
 * too.
 */
export function emitRepeatable({ events }: Shapes): string {
  const entries = Object.entries(events).flatMap(([name, { repeatable }]) => {
    if (repeatable === false) return [];
    return [`  ${name}: ${repeatable === true ? true : JSON.stringify(repeatable.join(" "))},\n`];
  });
  return `${HEADER}\n/** Events of which two occurrences can have equal payloads, by name: with any action, or with these, with spaces between. */\nexport const repeatable: Readonly<Record<string, true | string>> = {\n${entries.join("")}};\n`;
}

/** The README's table of events. */
export function emitEventTable({ events }: Shapes): string {
  const rows = Object.entries(events).map(([name, event]) => {
    const actions = event.freeAction
      ? "any: the caller's `event_type`"
      : event.actions.map((action) => `\`${action}\``).join(", ");
    return `| [\`${name}\`](${DOCUMENTATION}#${event.anchor}) | ${actions || "none"} | \`${valueName(name)}Schema\` |`;
  });
  return ["| `event.type` | `payload.action` | schema |", "|---|---|---|", ...rows].join("\n");
}

/** The README's list of repeatable events. */
export function emitRepeatableList({ events }: Shapes): string {
  return Object.entries(events)
    .flatMap(([name, { repeatable }]) => {
      if (repeatable === false) return [];
      if (repeatable === true) return [`\`${name}\``];
      return [`\`${name}\` (${repeatable.map((action) => `\`${action}\``).join(", ")})`];
    })
    .join(", ");
}

/** The README's list of events without actions that are unknown with one. */
export function emitRefusedActions({ events }: Shapes): string {
  return listed(
    events,
    ({ actions, freeAction, ignoresAction }) => actions.length === 0 && !freeAction && !ignoresAction,
  );
}

/** The README's list of events whose action may be absent. */
export function emitOptionalActions({ events }: Shapes): string {
  return listed(events, ({ isActionOptional }) => isActionOptional);
}

function listed(events: Shapes["events"], isMeant: (event: EventShape) => boolean): string {
  const names = Object.entries(events).flatMap(([name, event]) => (isMeant(event) ? [`\`${name}\``] : []));
  return names.join(", ");
}
