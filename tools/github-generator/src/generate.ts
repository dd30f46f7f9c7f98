import { buildShapes } from "./rules/build-shapes.ts";
import {
  emitCatalogue,
  emitChecks,
  emitEventTable,
  emitNames,
  emitOptionalActions,
  emitRefusedActions,
  emitRepeatable,
  emitRepeatableList,
  emitSchemas,
} from "./emit/entries.ts";
import { emitConfusionTable } from "./emit/confusion-table.ts";
import { inCommonOrder } from "./emit/common-order.ts";
import { emitComponents, emitEventShapes } from "./emit/shapes.ts";
import { emitSchemaOutputs } from "./emit/schema-outputs.ts";
import { emitTypes } from "./emit/types.ts";
import { collectEvidence } from "./read/evidence.ts";
import { GITHUB_PACKAGE, type Input } from "./read/files.ts";
import { findConfusions } from "./rules/confusions.ts";
import { applyOverlays } from "./rules/overlays.ts";

/** Everything that is generated, by its path in the package. The same input gives the same bytes. */
export function generate(
  { description, samples, presence }: Input,
  readme: string,
): ReadonlyMap<string, string> {
  const corrected = applyOverlays(description);
  const shapes = buildShapes(corrected, collectEvidence(corrected, samples, presence));
  const confusions = findConfusions(corrected, shapes, (event) => shapes.events[event]!);
  const tables = [
    ["events", emitEventTable(shapes)],
    ["repeatable", emitRepeatableList(shapes)],
    ["refused-actions", emitRefusedActions(shapes)],
    ["optional-actions", emitOptionalActions(shapes)],
    ["confusions", emitConfusionTable(confusions, corrected)],
  ] as const;
  const [components, events] = inCommonOrder([emitComponents(shapes), emitEventShapes(shapes)]);
  return new Map([
    ["src/generated/components.ts", components!],
    ["src/generated/events.ts", events!],
    ["src/generated/types.ts", emitTypes(shapes)],
    ["src/generated/schemas.ts", emitSchemas(shapes)],
    ["src/generated/checks.ts", emitChecks(shapes)],
    ["src/generated/catalogue.ts", emitCatalogue(shapes)],
    ["src/generated/names.ts", emitNames(shapes)],
    ["src/generated/repeatable.ts", emitRepeatable(shapes)],
    ["README.md", tables.reduce((text, [marker, table]) => fill(text, marker, table), readme)],
  ]);
}

/** Where the type test of the schemas is written. */
export const SCHEMA_OUTPUTS = "test/generated/schema-outputs.test-d.ts";

/** The type test, from the schemas as they are built from the generated sources: generate those first. */
export async function generateSchemaOutputs({ description, samples, presence }: Input): Promise<string> {
  const corrected = applyOverlays(description);
  const shapes = buildShapes(corrected, collectEvidence(corrected, samples, presence));
  const schemas = (await import(new URL("src/schemas.ts", GITHUB_PACKAGE).href)) as Record<string, unknown>;
  return emitSchemaOutputs(shapes, schemas);
}

/** Replaces what stands between two markers. */
function fill(text: string, marker: string, content: string): string {
  const start = `<!-- generated: ${marker} -->`;
  const end = `<!-- end: ${marker} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the README has no markers for ${marker}.`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
