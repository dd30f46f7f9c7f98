import { DOCUMENTATION } from "../model/description.ts";
import { HEADER, keyName, typeName } from "./names.ts";
import {
  differsAsSubject,
  mentioned,
  subjectFields,
  type EventShape,
  type ShapeField,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../model/shapes.ts";

/**
 * Interfaces of components, payloads and events. Plain ones, without a type parameter in anything
 * of the union: a program that narrows all of it then instantiates next to nothing.
 */
export function emitTypes({ components, events }: Shapes): string {
  const names = Object.keys(events);
  return [
    `${HEADER}import type { GithubEventBase, GithubNamedEvent, GithubUnknownEvent } from "../event.ts";\n`,
    `/** An event of GitHub. Narrow on \`type\`, then on \`payload.action\`. */\nexport type GithubEvent =\n${names.map((name) => `  | ${typeName(name)}Event\n`).join("")}  | GithubUnknownEvent;\n`,
    `/** Every known event by its name. */\nexport interface GithubEvents {\n${names.map((name) => `  ${name}: ${typeName(name)}Event;\n`).join("")}}\n`,
    emitEventMap(events),
    ...Object.entries(events).flatMap(([name, event]) => emitActions(name, event)),
    ...Object.entries(events).map(([name, event]) => emitEvent(name, event)),
    ...Object.keys(components).map((name) => emitComponent(name, components)),
    ...Object.entries(components).flatMap(([name, { fields }]) =>
      differsAsSubject(fields) ? [emitSubject(name, subjectFields(fields))] : [],
    ),
  ].join("\n");
}

/** A component as it is everywhere. */
function emitComponent(name: string, components: Shapes["components"]): string {
  const { like, fields: demanding } = components[name]!;
  const fields = mentioned(demanding);
  const shown = like === undefined ? name : `${name} extends ${like}Base`;
  const base = Object.values(components).find((one) => one.like === name);
  const title = `/** ${name} in payloads. */\n`;
  if (base === undefined) return `${title}export interface ${shown} {${members(fields, "  ")}\n}\n`;
  // What differs in the variant stands in each of the two; all else in what both extend.
  const own = Object.entries(fields).filter(([key]) => key in base.fields);
  const shared = Object.entries(fields).filter(([key]) => !(key in base.fields));
  return `/** What every ${name} in payloads has. */\nexport interface ${name}Base {${members(Object.fromEntries(shared), "  ")}\n}\n\n${title}export interface ${name} extends ${name}Base {${members(Object.fromEntries(own), "  ")}\n}\n`;
}

/** The same where an event is about it: more fields are always there. */
function emitSubject(name: string, demanded: ShapeFields): string {
  return `/** ${name} where the event is about it: these fields are always there, too. */\nexport interface ${name}Subject extends ${name} {${members(demanded, "  ")}\n}\n`;
}

function emitEvent(name: string, event: EventShape): string {
  const type = typeName(name);
  const docs = `/**\n * A \`${name}\` event.\n *\n * @see ${DOCUMENTATION}#${event.anchor} (checked 2026-11-21)\n */\n`;
  const head = `${docs}export interface ${type}Event extends GithubEventBase {\n  type: "${name}";\n  name: "${name}";\n  payload: ${type}Payload;\n}\n`;
  if (event.actions.length === 0) {
    const action = event.freeAction
      ? "\n  /** The `event_type` that the caller chose. */\n  action: string;"
      : "";
    return `${head}\n${says(name)}export interface ${type}Payload {${action}${members(event.fields, "  ")}\n}\n`;
  }
  const base = `interface ${type}PayloadBase {${members(event.fields, "  ")}\n}\n`;
  const actions = event.actions.map((action) => {
    const own = members(event.only[action] ?? {}, "  ");
    const key = event.isActionOptional ? `action?: "${action}" | null` : `action: "${action}"`;
    return `${says(`${name}.${action}`)}export interface ${type}${typeName(action)}Payload extends ${type}PayloadBase {\n  ${key};${own}\n}\n`;
  });
  const union = `${says(`${name}, by action`)}export type ${type}Payload =${event.actions.map((action) => `\n  | ${type}${typeName(action)}Payload`).join("")};\n`;
  return [head, union, base, ...actions].join("\n");
}

/** An interface of interfaces: what one event's actions cost is paid by who handles them. */
function emitEventMap(events: Shapes["events"]): string {
  const withActions = Object.keys(events).filter((name) => events[name]!.actions.length > 0);
  const bases = ["GithubEvents", ...withActions.map((name) => `${typeName(name)}Actions`)];
  const entries = withActions.map((name) => `  ${name}: ${typeName(name)}Actions;\n`).join("");
  return [
    `/** Events that have actions, by type and action. */\nexport interface GithubActions {\n${entries}}\n`,
    `/** Events by type, and by type and action: the names in \`on\` of an adapter. */\nexport interface GithubEventMap extends ${bases.join(", ")} {\n  unknown: GithubUnknownEvent;\n}\n`,
  ].join("\n");
}

function emitActions(name: string, { actions }: EventShape): readonly string[] {
  if (actions.length === 0) return [];
  const entries = actions.map(
    (action) =>
      `  "${name}.${action}": GithubNamedEvent<"${name}", ${typeName(name)}${typeName(action)}Payload>;\n`,
  );
  return [`interface ${typeName(name)}Actions {\n${entries.join("")}}\n`];
}

function says(payloadOf: string): string {
  return `/** Payload of \`${payloadOf}\`. */\n`;
}

function members(fields: ShapeFields, indent: string): string {
  return Object.entries(fields)
    .map(([name, field]) => {
      const doc = field.doc === undefined ? "" : `\n${indent}/** ${field.doc} */`;
      return `${doc}\n${indent}${keyName(name)}${field.optional ? "?" : ""}: ${written(field, indent)};`;
    })
    .join("");
}

function written(field: ShapeField, indent: string): string {
  const text = typeOf(field, indent);
  if (text === "unknown") return text;
  return field.optional || field.nullable ? `${text} | null` : text;
}

function typeOf(node: ShapeNode, indent: string): string {
  const is = new Set(node.is ?? []);
  if (is.has("any")) return "unknown";
  const found: string[] = [];
  if (is.has("string")) found.push(...(node.values ?? []).map((value) => JSON.stringify(value)));
  if (is.has("string")) found.push(node.values === undefined ? "string" : "(string & {})");
  if (is.has("number")) found.push("number");
  if (is.has("boolean")) found.push("boolean");
  if (node.component !== undefined) found.push(`${node.component}${node.loose ? "" : "Subject"}`);
  if (node.fields !== undefined) found.push(`{${members(node.fields, `${indent}  `)}\n${indent}}`);
  if (node.bag) found.push("{ [key: string]: unknown }");
  if (node.array !== undefined) found.push(arrayOf({ ...node.array, optional: false }, indent));
  return found.length === 0 ? "unknown" : found.join(" | ");
}

function arrayOf(element: ShapeField, indent: string): string {
  const text = written(element, indent);
  return /^[\w{]/.test(text) && !text.includes(" | ") ? `${text}[]` : `(${text})[]`;
}
