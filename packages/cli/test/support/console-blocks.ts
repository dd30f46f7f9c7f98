import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A command that the README shows, and what it says the command prints. */
export interface ShownCommand {
  readonly command: string;
  readonly output: readonly string[];
}

/** The sessions of the README: its `console` blocks. */
export function shownSessions(): readonly (readonly ShownCommand[])[] {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  return Array.from(readme.matchAll(/^```console\n([^]*?)^```$/gm), ([, block]) =>
    block!
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [command = "", ...output] = text.trimEnd().split("\n");
        return { command, output };
      }),
  );
}

/**
 * The lines of what was printed that the README does not show. A line `…` stands for any lines, and
 * one that ends in `…` for all that begin like it.
 */
export function differences(shown: readonly string[], printed: readonly string[]): readonly string[] {
  const pattern = shown
    .map((line) => {
      if (line.trim() === "…") return "(?:.*\n)*?";
      const text = normalised(line.replace(/…$/, "")).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
      return `${text}${line.endsWith("…") ? ".*" : ""}\n`;
    })
    .join("");
  const text = printed.map((line) => `${normalised(line)}\n`).join("");
  return new RegExp(`^${pattern}$`).test(text) ? [] : text.split("\n");
}

/** Times, ids, ports and folders differ each time. */
function normalised(line: string): string {
  return line
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.-]+Z/g, "DATE")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "TIME")
    .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, "UUID")
    .replaceAll(/\b\d+ ms\b/g, "N ms")
    .replaceAll(/127\.0\.0\.1:\d+/g, "HOST")
    .replaceAll(/(?:\/[^/\s]+)+\/deliveries/g, "deliveries");
}
