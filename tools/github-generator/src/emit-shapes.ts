import { HEADER, keyName, valueName } from "./names.ts";
import type { EventShape, ShapeField, ShapeFields, ShapeNode, Shapes } from "./shapes.ts";

/** The components, each a function of a kit: checks and schemas are both made from it. */
export function emitComponents({ components }: Shapes): string {
  const shapes = Object.entries(components).map(([name, { like, fields }]) => {
    const inherited = like === undefined ? "" : `\n  ...${fieldsName(like)}(k),`;
    return `export const ${fieldsName(name)}: Shape = (k) => ({${inherited}${members(fields, "  ")}\n});\n`;
  });
  return [`${HEADER}import type { Shape } from "../kit.ts";\n`, ...shapes].join("\n");
}

/** The events. */
export function emitEventShapes({ events }: Shapes): string {
  const shapes = Object.entries(events).map(([name, event]) => emitEvent(name, event));
  const used = new Set(shapes.join("").match(/\w+Fields\b/g));
  return [
    HEADER + `import type { EventShape } from "../kit.ts";\nimport {\n${[...used].sort().map((one) => `  ${one},\n`).join("")}} from "./components.ts";\n`,
    ...shapes,
  ].join("\n");
}

function emitEvent(name: string, event: EventShape): string {
  const action = event.actions.length > 0 ? "" : `\n    action: k.${event.freeAction ? "s" : "x"},`;
  const absent = event.absent.map((key) => `\n    ${keyName(key)}: k.x,`).join("");
  const only = Object.entries(event.only).map(
    ([one, fields]) => `\n    ${keyName(one)}: {${members(fields, "      ")}\n    },`,
  );
  const { repeatable, actions, freeAction } = event;
  return [
    `export const ${valueName(name)}Shape: EventShape = {`,
    ...(freeAction ? [] : [`  actions: ${JSON.stringify(actions)},`]),
    `  fields: (k) => ({${action}${members(event.fields, "    ")}${absent}\n  }),`,
    ...(only.length === 0 ? [] : [`  only: (k) => ({${only.join("")}\n  }),`]),
    ...(repeatable === false ? [] : [`  repeatable: ${JSON.stringify(repeatable)},`]),
    "};\n",
  ].join("\n");
}

function members(fields: ShapeFields, indent: string): string {
  return Object.entries(fields)
    .filter(([, field]) => !field.optional || alternativesOf(field, indent)[0] !== "u") // else there is nothing to check
    .map(([name, field]) => `\n${indent}${keyName(name)}: ${expression(field, indent)},`)
    .join("");
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
  if (node.component !== undefined) found.push(`c(${fieldsName(node.component)})`);
  if (node.fields !== undefined) found.push(`o({${members(node.fields, `${indent}  `)}\n${indent}})`);
  if (node.bag) found.push("m");
  if (node.array !== undefined) found.push(`a(${expression({ ...node.array, optional: false }, indent)})`);
  return found.length === 0 ? ["u"] : found;
}

function fieldsName(component: string): string {
  return `${valueName(component)}Fields`;
}
