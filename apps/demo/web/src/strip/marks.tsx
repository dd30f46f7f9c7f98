import type { JSX } from "preact";
import { sentenceOf, type Line } from "../../../src/model/line.ts";
import { minuteOf } from "../format/time.ts";

/** The policy forbids style attributes in markup, but not what a script sets. */
export function Placed({
  class: name,
  left,
  right,
  children,
}: {
  readonly class: string;
  readonly left: number;
  readonly right?: number;
  readonly children?: string;
}): JSX.Element {
  const end = right === undefined ? {} : { width: `${Math.max(0.2, right - left)}%` };
  return (
    <span class={name} style={{ left: `${left}%`, ...end }} aria-hidden="true">
      {children}
    </span>
  );
}

/** A line of the timeline as a mark over time. */
export function Flagged({
  line,
  left,
  onChoose,
}: {
  readonly line: Line;
  readonly left: number;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  return (
    <span class={`flagged is-${line.kind} ${line.tone}`} style={{ left: `${left}%` }} aria-hidden="true">
      <span
        class="flagged-mark"
        title={`${minuteOf(line.at)}  ${sentenceOf(line)}`}
        data-mark={line.id}
        onClick={() => onChoose(line)}
      />
    </span>
  );
}
