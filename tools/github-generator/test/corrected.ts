import { readInput } from "../src/read/files.ts";
import { applyOverlays } from "../src/rules/overlays.ts";

/** The committed input, corrected. */
export const input = readInput();
export const { samples } = input;
export const description = applyOverlays(input.description);

/** One in so many samples, a different one of each event: `pnpm check:generator` runs them all. */
export function everyNth<Item>(items: readonly Item[], nth: number): readonly Item[] {
  return items.filter((_, index) => index % nth === 0);
}
