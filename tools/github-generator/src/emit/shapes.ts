import { HEADER, keyName, valueName } from "./names.ts";
import {
  type EventShape,
  type ShapeField,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../shapes.ts";

/** The components, each a function of a kit: checks and schemas are both made from it. */
export function emitComponents({ components }: Shapes): string {
  const shapes = Object.entries(components).map(([name, { like, fields }]) => {
    const inherited = like === undefined ? "" : `\n    ...${fieldsName(like)}(k),`;
    return emitComponent(name, `${inherited}${members(fields, "    ")}`);
  });
  const contexts = CONTEXTS.map(({ name, fields }) => emitComponent(name, members(fields, "    ")));
  return [`${HEADER}import type { Shape } from "../shape.ts";\n`, ...contexts, ...shapes].join("\n");
}

// An arrow with a body, not with an expression: engines put off parsing the one until it is called, not the other.
function emitComponent(name: string, fields: string): string {
  return `export const ${fieldsName(name)}: Shape = (k) => {\n  return ${braced(fields, "  ")};\n};\n`;
}

/** Where an event happened and who did it, as most events say it. */
const PLACE: ShapeFields = {
  enterprise: { component: "Enterprise", loose: true, optional: true },
  installation: { component: "InstallationSummary", loose: true, optional: true },
  organization: { component: "Organization", loose: true, optional: true },
};
const CONTEXTS: readonly { readonly name: string; readonly fields: ShapeFields }[] = [
  {
    name: "RepositoryContext",
    fields: {
      ...PLACE,
      repository: { component: "Repository", loose: true, optional: true },
      sender: { component: "User", loose: true, optional: true },
    },
  },
  { name: "Context", fields: PLACE },
];

/** The events. */
export function emitEventShapes({ events }: Shapes): string {
  const shapes = Object.entries(events).map(([name, event]) => emitEvent(name, event));
  const used = new Set(shapes.join("").match(/\w+Fields\b/g));
  return [
    HEADER +
      `import type { EventShape } from "../shape.ts";\nimport {\n${[...used]
        .sort()
        .map((one) => `  ${one},\n`)
        .join("")}} from "./components.ts";\n`,
    ...shapes,
  ].join("\n");
}

function emitEvent(name: string, event: EventShape): string {
  const isPlain = event.actions.length === 0 && !event.freeAction;
  const refused = [...(isPlain ? ["action"] : []), ...event.absent];
  const keys: (readonly [string, string])[] = [
    ...(event.freeAction ? [["action", "k.s"] as const] : []),
    ...refused.map((key) => [key, "k.x"] as const),
  ];
  const bodies = new Map<string, string[]>();
  for (const [one, fields] of Object.entries(event.only)) {
    const body = members(fields, "        ");
    bodies.set(body, [...(bodies.get(body) ?? []), one]);
  }
  const only = [...bodies].map(
    ([body, actions]) => `\n      ${keyName(actions.join(" "))}: ${braced(body, "      ")},`,
  );
  const { actions, freeAction } = event;
  return [
    `export const ${valueName(name)}Shape: EventShape = {`,
    ...(freeAction ? [] : [`  actions: ${JSON.stringify(actions.join(" "))},`]),
    `  fields: (k) => {\n    return {${payloadMembers(event.fields, keys)}\n    };\n  },`,
    ...(only.length === 0 ? [] : [`  only: (k) => {\n    return {${only.join("")}\n    };\n  },`]),
    "};\n",
  ].join("\n");
}

/** The fields of a payload, with the usual context as one, and the keys that are refused. */
function payloadMembers(fields: ShapeFields, keys: readonly (readonly [string, string])[]): string {
  const same = (name: string, field: ShapeField): boolean =>
    JSON.stringify(sorted(fields[name])) === JSON.stringify(sorted(field));
  const context = CONTEXTS.find((one) =>
    Object.entries(one.fields).every(([name, field]) => same(name, field)),
  );
  if (context === undefined) return members(fields, "      ", keys);
  const own = Object.entries(fields).filter(([name]) => !(name in context.fields));
  return `\n      ...${fieldsName(context.name)}(k),${members(Object.fromEntries(own), "      ", keys)}`;
}

function sorted(field: ShapeField | undefined): unknown {
  return Object.entries(field ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function members(
  fields: ShapeFields,
  indent: string,
  keys: readonly (readonly [string, string])[] = [],
): string {
  const checked = Object.entries(fields)
    .filter(([, field]) => !field.optional || alternativesOf(field, indent)[0] !== "u") // else there is nothing to check
    .map(([name, field]) => [name, expression(field, indent)] as const);
  return grouped([...checked, ...keys], indent);
}

/**
 * Fields of a plain type are written as lists of names by the letter of the type: half the bytes.
 */
function grouped(fields: readonly (readonly [string, string])[], indent: string): string {
  const plain = listsOf(fields, /^k\.(\w)$/);
  const listed = new Set([...plain.values()].flat());
  const rest = fields.filter(([name]) => !listed.has(name));
  // One name alone is shorter by itself.
  if (listed.size === 1) {
    return fields.map(([name, node]) => `\n${indent}${keyName(name)}: ${node},`).join("");
  }
  return [
    ...(plain.size > 0 ? [`\n${indent}...k.all(${literal(plain)}),`] : []),
    ...rest.map(([name, node]) => `\n${indent}${keyName(name)}: ${node},`),
  ].join("");
}

function listsOf(
  fields: readonly (readonly [string, string])[],
  form: RegExp,
): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, node] of fields) {
    const letter = name.includes(" ") ? undefined : form.exec(node)?.[1];
    if (letter !== undefined) lists.set(letter, [...(lists.get(letter) ?? []), name]);
  }
  return new Map([...lists].sort(([x], [y]) => (x < y ? -1 : 1)));
}

function literal(lists: ReadonlyMap<string, readonly string[]>): string {
  return `{ ${Array.from(lists, ([letter, names]) => `${letter}: ${JSON.stringify(names.join(" "))}`).join(", ")} }`;
}

function expression(field: ShapeField, indent: string): string {
  const alternatives = alternativesOf(field, indent);
  const [only] = alternatives;
  if (alternatives.length === 1) {
    // Upper case admits null and absence, which is what every optional field admits.
    if (field.optional) return `k.${only![0]!.toUpperCase()}${only!.slice(1)}`;
    return field.nullable ? `k.nil(k.${only})` : `k.${only}`;
  }
  const union = `k.or(${alternatives.map((one) => `k.${one}`).join(", ")})`;
  if (field.optional) return `k.Nil(${union})`;
  return field.nullable ? `k.nil(${union})` : union;
}

/** What a kit is asked for, without the `k.`. */
function alternativesOf(node: ShapeNode, indent: string): readonly string[] {
  const is = new Set(node.is ?? []);
  if (is.has("any")) return ["u"];
  const found: string[] = [];
  if (is.has("number") && is.has("string")) found.push("t");
  else if (is.has("number")) found.push("n");
  else if (is.has("string")) found.push("s");
  if (is.has("boolean")) found.push("b");
  if (node.component !== undefined) found.push(`${node.loose ? "l" : "c"}(${fieldsName(node.component)})`);
  if (node.fields !== undefined && Object.values(node.fields).every(isUnchecked)) found.push("m");
  else if (node.fields !== undefined) found.push(`o(${braced(members(node.fields, `${indent}  `), indent)})`);
  if (node.bag) found.push("m");
  if (node.array !== undefined) found.push(`a(${expression({ ...node.array, optional: false }, indent)})`);
  return found.length === 0 ? ["u"] : found;
}

/** An object of these members: on one line if there is only one, which is less on disk. */
function braced(text: string, indent: string): string {
  const [first, ...others] = text.trim().split("\n");
  if (others.length > 0) return `{${text}\n${indent}}`;
  return `{ ${first!.replace(/,$/, "")} }`;
}

function isUnchecked(field: ShapeField): boolean {
  return field.optional && field.is?.includes("any") === true;
}

function fieldsName(component: string): string {
  return `${valueName(component)}Fields`;
}
