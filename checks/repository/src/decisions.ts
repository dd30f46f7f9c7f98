import { fillText } from "./fill-text.ts";
import { read, repositoryFiles } from "./tree.ts";

/** A decision note is at most this wide. */
export const NOTE_WIDTH = 120;

/** Where the notes are listed. */
export const INDEX = "docs/decisions/README.md";

const INTRODUCTION = `# Decisions

Why things are as they are: one note for each choice that a later reader would question, and for each dependency. Notes are
numbered by subject: from 1 core, from 10 benches, from 20 GitHub, from 30 adapters, from 40 the inbox, from 50 packages,
releases and the repository, from 60 the radar.

\`pnpm format:text\` writes this list, and wraps the notes.

| note | decision |
|---|---|
`;

/** The paths of all notes, in order. */
export function decisionNotes(): readonly string[] {
  return repositoryFiles()
    .filter((file) => /^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(file))
    .toSorted();
}

/** The list of all notes, with their titles. */
export function decisionIndex(): string {
  const rows = decisionNotes().map((file) => {
    const name = file.slice("docs/decisions/".length);
    return `| [${name.slice(0, 4)}](${name}) | ${titleOf(read(file))} |\n`;
  });
  return INTRODUCTION + rows.join("");
}

/** A note with its lines filled up to {@link NOTE_WIDTH}, if one was wider. */
export function wrapNote(text: string): string {
  const lines = text.trimEnd().split("\n");
  if (lines.every((line) => line.length <= NOTE_WIDTH)) return text;
  return `${fillText(lines, NOTE_WIDTH).join("\n")}\n`;
}

/** The first line without its mark. */
export function titleOf(text: string): string {
  return text.split("\n", 1)[0]!.replace(/^# /, "");
}
