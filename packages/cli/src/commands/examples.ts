/** The last part of a command's help: lines to copy, each with what it is for. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  return `\nExamples:\n${lines.map(([command, what]) => `  # ${what}\n  $ ${command}`).join("\n")}\n`;
}
