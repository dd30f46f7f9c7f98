import type { Description } from "../model/description.ts";

/** JSON with a line per field, so that a change of the description reads as one. */
export function formatDescription({ sources, components, events }: Description): string {
  const componentBlocks = Object.entries(components).map(([name, fields]) =>
    block(name, lines(fields, "   "), "  "),
  );
  const eventBlocks = Object.entries(events).map(([name, { anchor, actions }]) => {
    const actionBlocks = Object.entries(actions).map(([action, fields]) =>
      block(action, lines(fields, "     "), "    "),
    );
    return `  ${JSON.stringify(name)}: {\n   "anchor": ${JSON.stringify(anchor)},\n   "actions": {\n${actionBlocks.join(",\n")}\n   }\n  }`;
  });
  return [
    "{",
    ` "sources": [\n${sources.map((source) => `  ${JSON.stringify(source)}`).join(",\n")}\n ],`,
    ` "components": {\n${componentBlocks.join(",\n")}\n },`,
    ` "events": {\n${eventBlocks.join(",\n")}\n }`,
    "}\n",
  ].join("\n");
}

function lines(fields: object, indent: string): string {
  return Object.entries(fields)
    .map(([name, field]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(field)}`)
    .join(",\n");
}

function block(name: string, body: string, indent: string): string {
  const key = `${indent}${JSON.stringify(name)}`;
  return body === "" ? `${key}: {}` : `${key}: {\n${body}\n${indent}}`;
}
