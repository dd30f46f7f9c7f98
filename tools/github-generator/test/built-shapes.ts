import { collectEvidence } from "../src/read/evidence.ts";
import { buildShapes } from "../src/rules/build-shapes.ts";
import { description, input, samples } from "./corrected.ts";

/** What the generator makes of the committed input. */
export const evidence = collectEvidence(description, samples, input.presence);
export const shapes = buildShapes(description, evidence);
