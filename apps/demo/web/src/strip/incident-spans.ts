import type { Line } from "../../../src/model/line.ts";

/** An incident from its opening to its end, or to now. */
export interface IncidentSpan {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** Pairs the marks of one incident by what they are about. */
export function incidentSpans(marks: readonly Line[], now: number): readonly IncidentSpan[] {
  const incidents = marks
    .filter(({ kind }) => kind === "incident")
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const open = new Map<string, Line>();
  const spans: IncidentSpan[] = [];
  for (const line of incidents) {
    const key = `${line.project} ${line.subject}`;
    if (line.tone === "removed") {
      if (!open.has(key)) open.set(key, line);
      continue;
    }
    const opened = open.get(key);
    if (opened === undefined) continue;
    spans.push({ id: opened.id, from: Date.parse(opened.at), to: Date.parse(line.at) });
    open.delete(key);
  }
  for (const line of open.values()) spans.push({ id: line.id, from: Date.parse(line.at), to: now });
  return spans;
}
