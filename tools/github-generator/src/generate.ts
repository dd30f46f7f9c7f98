import { buildShapes } from "./build.ts";
import { emitCatalogue, emitChecks, emitEventTable, emitRepeatableList, emitSchemas } from "./emit-entries.ts";
import { emitComponents, emitEventShapes } from "./emit-shapes.ts";
import { emitTypes } from "./emit-types.ts";
import { collectEvidence, type Sample } from "./evidence.ts";
import type { Description } from "./model.ts";
import { applyOverlays } from "./overlays.ts";

/** Everything that is generated, by its path in the package. The same input gives the same bytes. */
export function generate(description: Description, samples: readonly Sample[], readme: string): ReadonlyMap<string, string> {
  const corrected = applyOverlays(description);
  const shapes = buildShapes(corrected, collectEvidence(corrected, samples));
  return new Map([
    ["src/generated/components.ts", emitComponents(shapes)],
    ["src/generated/events.ts", emitEventShapes(shapes)],
    ["src/generated/types.ts", emitTypes(shapes)],
    ["src/generated/schemas.ts", emitSchemas(shapes)],
    ["src/generated/checks.ts", emitChecks(shapes)],
    ["src/generated/catalogue.ts", emitCatalogue(shapes)],
    ["README.md", fill(fill(readme, "events", emitEventTable(shapes)), "repeatable", emitRepeatableList(shapes))],
  ]);
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
