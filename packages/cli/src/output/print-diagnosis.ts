import type { Diagnosis } from "@flaghook/core/explain";
import type { Output } from "../io/io.ts";
import { printable } from "./printable.ts";
import { styled, writeLine } from "./style.ts";
import { widthOf, wrap } from "./wrap.ts";

const COLOURS = { proven: "green", likely: "yellow", possible: "dim" } as const;

/** The page that says what each code means. */
export function pageOf(code: string): string {
  return `https://github.com/flaghook/flaghook/blob/main/docs/errors.md#${code}`;
}

/** Prints why a delivery was refused: every cause with its evidence and its fix. */
export function printDiagnosis({ code, message, causes, effort }: Diagnosis, stdout: Output): void {
  const width = widthOf(stdout);
  const print = (text: string, indent: string): void =>
    writeLine(stdout, wrap(printable(text), width, indent));
  writeLine(stdout, styled("red", `refused: ${code ?? "the secret's form"}`, stdout));
  if (message !== undefined) print(message, "  ");
  for (const { id, certainty, title, detail, fix } of causes) {
    writeLine(stdout);
    writeLine(
      stdout,
      `${styled(COLOURS[certainty], certainty, stdout)}  ${styled("bold", title, stdout)}  (${id})`,
    );
    print(detail, "  ");
    print(`Fix: ${fix}`, "  ");
  }
  writeLine(stdout);
  print(effortText(effort), "");
  if (code !== undefined) writeLine(stdout, `What ${code} means: ${pageOf(code)}`);
}

function effortText({ trials, isComplete }: Diagnosis["effort"]): string {
  const tried = `${trials} signature${trials === 1 ? "" : "s"} tried`;
  return isComplete ? `${tried}.` : `${tried}; some were left out, at the limit of a diagnosis.`;
}
