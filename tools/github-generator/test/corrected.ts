import { buildShapes } from "../src/build.ts";
import { collectEvidence } from "../src/evidence.ts";
import { readDescription, readSamples } from "../src/files.ts";
import { applyOverlays } from "../src/overlays.ts";

/** The committed input, corrected, and what is made of it. */
export const description = applyOverlays(readDescription());
export const samples = readSamples();
export const shapes = buildShapes(description, collectEvidence(description, samples));
