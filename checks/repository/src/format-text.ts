// Formats the text that the formatter leaves alone: wraps docblocks and decision notes, and lists the notes. `pnpm format:text`
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../tools/workspace/workspace.ts";
import { decisionIndex, decisionNotes, INDEX, wrapNote } from "./decisions.ts";
import { wrapDocblocks } from "./docblock-width.ts";
import { read } from "./tree.ts";
import { writtenFiles } from "./written-files.ts";

const sources = writtenFiles().filter((file) => file.endsWith(".ts"));
for (const file of sources) write(file, wrapDocblocks(read(file)));
for (const note of decisionNotes()) write(note, wrapNote(read(note)));
write(INDEX, decisionIndex());

function write(file: string, text: string): void {
  if (text === read(file)) return;
  writeFileSync(join(root, file), text);
  console.log(file);
}
