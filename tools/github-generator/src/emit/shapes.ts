import { HEADER, keyName, valueName } from "./names.ts";
import {
  mentioned,
  subjectFields,
  type EventShape,
  type ShapeField,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../model/shapes.ts";

/** The components, each a function of parts: checks and schemas are both made of it. */
export function emitComponents({ components }: Shapes): string {
  const shapes = Object.entries(components).map(([name, { like, fields }]) => {
    const inherited = like === undefined ? "" : `\n    ...${fieldsName(like)}(p),`;
    return emitComponent(name, `${inherited}${members(mentioned(fields), "    ")}`);
  });
  const contexts = CONTEXTS.map(({ name, own }, index) => {
    const next = CONTEXTS[index + 1];
    const inherited = next === undefined ? "" : `\n    ...${fieldsName(next.name)}(p),`;
    return emitComponent(name, `${inherited}${members(own, "    ")}`);
  });
  return [`${HEADER}import type { Fields } from "../parts.ts";\n`, ...contexts, ...shapes].join("\n");
}

// An arrow with a body, not with an expression: engines put off parsing the one until it is called, not the other.
function emitComponent(name: string, fields: string): string {
  return `export const ${fieldsName(name)}: Fields = (p) => {\n  return ${braced(fields, "  ")};\n};\n`;
}

/** Where an event happened and who did it, as most events say it. */
const PLACE: ShapeFields = {
  enterprise: { component: "Enterprise", loose: true, optional: true },
  installation: { component: "InstallationSummary", loose: true, optional: true },
  organization: { component: "Organization", loose: true, optional: true },
};
/** The contexts that shapes share, the largest first. Each adds to the next. */
const CONTEXTS: readonly { readonly name: string; readonly own: ShapeFields }[] = [
  {
    name: "RepositoryContext",
    own: {
      repository: { component: "Repository", loose: true, optional: false },
      sender: { component: "User", loose: true, optional: false },
    },
  },
  { name: "Context", own: PLACE },
];

/** The fields of a context and of those that it adds to. */
function fieldsOfContext(index: number): ShapeFields {
  return Object.assign({}, ...CONTEXTS.slice(index).map(({ own }) => own)) as ShapeFields;
}

/** The events. */
export function emitEventShapes({ components, events }: Shapes): string {
  const shapes = Object.entries(events).map(([name, event]) =>
    emitEvent(name, withSubjects(event, components)),
  );
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

/**
 * An event with what is demanded of its subjects beside what is demanded of every mention of them.
 */
function withSubjects(event: EventShape, components: Shapes["components"]): EventShape {
  const fields = Object.entries(event.fields).map(([name, field]) => {
    const { component, loose, ...rest } = field;
    if (component === undefined || loose) return [name, field] as const;
    return [
      name,
      { ...rest, subject: component, fields: subjectFields(components[component]!.fields) },
    ] as const;
  });
  return { ...event, fields: Object.fromEntries(fields) };
}

function emitEvent(name: string, event: EventShape): string {
  const refusesAction = event.actions.length === 0 && !event.freeAction && !event.ignoresAction;
  const refused = [...(refusesAction ? ["action"] : []), ...event.absent];
  const keys: (readonly [string, string])[] = [
    ...(event.freeAction ? [["action", "p.s"] as const] : []),
    ...refused.map((key) => [key, "p.x"] as const),
  ];
  const bodies = new Map<string, string[]>();
  for (const [one, fields] of Object.entries(event.only)) {
    const body = members(fields, "        ");
    bodies.set(body, [...(bodies.get(body) ?? []), one]);
  }
  const only = [...bodies].map(
    ([body, actions]) => `\n      ${keyName(actions.join(" "))}: ${braced(body, "      ")},`,
  );
  const { actions, freeAction, ignoresAction, isActionOptional } = event;
  const optionalAction = isActionOptional
    ? `\n      action: p.Nil(p.is(${JSON.stringify(actions[0])})),`
    : "";
  return [
    `export const ${valueName(name)}Shape: EventShape = {`,
    ...(freeAction || ignoresAction ? [] : [`  actions: ${JSON.stringify(actions.join(" "))},`]),
    ...(isActionOptional ? ["  isActionOptional: true,"] : []),
    `  fields: (p) => {\n    return {${optionalAction}${payloadMembers(event.fields, keys)}\n    };\n  },`,
    ...(only.length === 0 ? [] : [`  only: (p) => {\n    return {${only.join("")}\n    };\n  },`]),
    "};\n",
  ].join("\n");
}

/** The fields of a payload, with the usual context as one, and the keys that are refused. */
function payloadMembers(fields: ShapeFields, keys: readonly (readonly [string, string])[]): string {
  const same = (name: string, field: ShapeField): boolean =>
    JSON.stringify(sorted(fields[name])) === JSON.stringify(sorted(field));
  const index = CONTEXTS.findIndex((_, at) =>
    Object.entries(fieldsOfContext(at)).every(([name, field]) => same(name, field)),
  );
  const context = CONTEXTS[index];
  if (context === undefined) return members(fields, "      ", keys);
  const shared = fieldsOfContext(index);
  const own = Object.entries(fields).filter(([name]) => !(name in shared));
  return `\n      ...${fieldsName(context.name)}(p),${members(Object.fromEntries(own), "      ", keys)}`;
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
 * Fields of plain types are written as words, each type's names behind its letter: half the bytes.
 */
function grouped(fields: readonly (readonly [string, string])[], indent: string): string {
  const plain = namesByLetter(fields);
  const listed = new Set([...plain.values()].flat());
  const rest = fields.filter(([name]) => !listed.has(name));
  // One name alone is shorter by itself.
  if (listed.size === 1) {
    return fields.map(([name, node]) => `\n${indent}${keyName(name)}: ${node},`).join("");
  }
  const words = Array.from(plain, ([letter, names]) => `${letter} ${names.join(" ")}`);
  return [
    ...(plain.size > 0 ? [`\n${indent}...p.all("${words.join(" ")}"),`] : []),
    ...rest.map(([name, node]) => `\n${indent}${keyName(name)}: ${node},`),
  ].join("");
}

function namesByLetter(
  fields: readonly (readonly [string, string])[],
): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, node] of fields) {
    // The words differ from the letters by their length.
    const letter = name.length === 1 || name.includes(" ") ? undefined : /^p\.(\w)$/.exec(node)?.[1];
    if (letter !== undefined) lists.set(letter, [...(lists.get(letter) ?? []), name]);
  }
  // In this order a bundle compresses best.
  return new Map([...lists].sort(([x], [y]) => (x < y ? 1 : -1)));
}
function expression(field: ShapeField, indent: string): string {
  const alternatives = alternativesOf(field, indent);
  const [only] = alternatives;
  if (alternatives.length === 1) {
    // Upper case admits null and absence, which is what every optional field admits.
    if (field.optional) return `p.${only![0]!.toUpperCase()}${only!.slice(1)}`;
    return field.nullable ? `p.nil(p.${only})` : `p.${only}`;
  }
  const union = `p.or(${alternatives.map((one) => `p.${one}`).join(", ")})`;
  if (field.optional) return `p.Nil(${union})`;
  return field.nullable ? `p.nil(${union})` : union;
}

/** A part, without the `p.` before it. */
function alternativesOf(node: ShapeNode, indent: string): readonly string[] {
  const is = new Set(node.is ?? []);
  if (is.has("any")) return ["u"];
  const found: string[] = [];
  if (is.has("number") && is.has("string")) found.push("t");
  else if (is.has("number")) found.push("n");
  else if (is.has("string")) found.push("s");
  if (is.has("boolean")) found.push("b");
  if (node.component !== undefined) found.push(`l(${fieldsName(node.component)})`);
  if (node.subject !== undefined) {
    const own = members(node.fields!, "").trim();
    found.push(`o({ ...${fieldsName(node.subject)}(p), ${own.slice(0, -1)} })`);
  } else if (node.fields !== undefined && Object.values(node.fields).every(isUnchecked)) found.push("m");
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
