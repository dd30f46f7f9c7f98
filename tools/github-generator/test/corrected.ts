import { readInput } from "../src/read/files.ts";
import { collectEvidence } from "../src/read/evidence.ts";
import { buildShapes } from "../src/rules/build-shapes.ts";
import { applyOverlays } from "../src/rules/overlays.ts";

/** The committed input, corrected, and what is made of it. */
export const input = readInput();
export const { samples } = input;
export const description = applyOverlays(input.description);
export const evidence = collectEvidence(description, samples, input.presence);
export const shapes = buildShapes(description, evidence);

/** One in so many samples, a different one of each event: `pnpm check:generator` runs them all. */
export function everyNth<Item>(items: readonly Item[], nth: number): readonly Item[] {
  return items.filter((_, index) => index % nth === 0);
}
