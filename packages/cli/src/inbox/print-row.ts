import type { Output } from "../io/io.ts";
import { printable } from "../output/printable.ts";
import { styled, writeLine } from "../output/style.ts";
import { widthOf, wrap } from "../output/wrap.ts";
import type { Row, RowDetails } from "./operated-inbox.ts";

/** A row on a line, and its error below it. */
export function printRow(
  { id, provider, scope, name, state, reason, attempt, receivedAt, error }: Row,
  stdout: Output,
): void {
  const parts = [
    styled("bold", printable(id), stdout),
    receivedAt.toISOString(),
    printable(`${provider} ${name ?? "(unreadable)"}`),
    ...(scope === "" ? [] : [printable(`scope ${scope}`)]),
    styled(state === "dead" ? "red" : "dim", reason === undefined ? state : `${state}: ${reason}`, stdout),
    `${attempt} attempt${attempt === 1 ? "" : "s"}`,
  ];
  writeLine(stdout, parts.join("  "));
  if (error !== undefined) writeLine(stdout, wrap(printable(error), widthOf(stdout), "  "));
}

/** Everything about one delivery, its payload among it. */
export function printDetails(details: RowDetails, stdout: Output): void {
  printRow(details, stdout);
  const { dedupeKey, unsignedId, replay, nextAttemptAt, issues, payload, body } = details;
  writeLine(stdout, `dedupe key    ${printable(dedupeKey)}`);
  if (unsignedId !== undefined) writeLine(stdout, `unsigned id   ${printable(unsignedId)}`);
  if (replay) writeLine(stdout, "replay        equal signed bytes came under another id before");
  if (nextAttemptAt !== undefined) writeLine(stdout, `next attempt  ${nextAttemptAt.toISOString()}`);
  for (const { path, expected } of issues ?? []) {
    writeLine(stdout, `issue         ${printable(`${path.join(".")}: expected ${expected}`)}`);
  }
  if (payload !== undefined) {
    const lines = JSON.stringify(payload, null, 2).split("\n");
    for (const line of lines) writeLine(stdout, printable(line));
  } else
    writeLine(
      stdout,
      body === undefined ? "The body is gone." : `The body is no JSON: ${body.length} bytes.`,
    );
}
