import { sentenceOf, type Line } from "../model/line.ts";

const COLUMNS = [
  "id",
  "at",
  "provider",
  "event",
  "kind",
  "what",
  "flag",
  "environment",
  "project",
  "actor",
] as const;

/** Lines as CSV, with a heading. */
export function csvOf(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const values = { ...line, what: sentenceOf(line) };
    return COLUMNS.map((column) => cell(values[column] ?? "")).join(",");
  });
  return `${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}

/** Spreadsheets run what begins like a formula: an apostrophe makes it text. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
