import { printFigures, type Row } from "../figures.ts";
import { batchRows } from "./batch.ts";
import { importRows } from "./imports.ts";
import { sizeRows } from "./sizes.ts";
import { peerRows, signatureRows, verifyRows, type Care } from "./speed.ts";

/** What verification costs, by the name of each section. */
export const verificationSections = {
  signature: {
    title: "verifySignature, in times of the bare HMAC's speed",
    rows: ({ care }) => signatureRows(care),
  },
  peers: { title: "Others, in times of the bare HMAC's speed", rows: ({ care }) => peerRows(care) },
  verify: {
    title: "verify, in times of the bare HMAC and JSON.parse's duration",
    rows: ({ care }) => verifyRows(care),
  },
  batch: {
    title: "Batches of GO Feature Flag, against HMAC and JSON.parse",
    rows: ({ batchCare, temporary }) => batchRows(batchCare, temporary),
  },
  sizes: { title: "Bundles, minified and gzipped", rows: () => sizeRows() },
  imports: {
    title: "Imports over an empty module",
    rows: ({ care, temporary }) => importRows(care.node, temporary),
  },
} satisfies Record<string, { title: string; rows: (how: How) => readonly Row[] }>;

/** How to measure verification. */
export interface How {
  readonly care: Care;
  /** The same for the batch, whose rounds take long. */
  readonly batchCare: Care;
  /** A folder for what the sections write. */
  readonly temporary: string;
}

/** Measures one section and prints its table. Says how many figures are in it. */
export function benchVerification(name: keyof typeof verificationSections, how: How): number {
  const { title, rows } = verificationSections[name];
  const figures = rows(how);
  if (figures.length > 0) printFigures(title, figures);
  return figures.length;
}
