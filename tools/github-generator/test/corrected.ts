import { buildShapes } from "../src/build.ts";
import { collectEvidence } from "../src/read/evidence.ts";
import { readDescription, readSamples } from "../src/read/files.ts";
import { applyOverlays } from "../src/rules/overlays.ts";

/** The committed input, corrected, and what is made of it. */
export const description = applyOverlays(readDescription());
export const samples = readSamples();
export const shapes = buildShapes(description, collectEvidence(description, samples));
