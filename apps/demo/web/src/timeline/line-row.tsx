import type { JSX } from "preact";
import { memo } from "preact/compat";
import type { Line } from "../../../src/model/line.ts";
import { clockOf, dayOf } from "../format/time.ts";
import { Mark } from "../parts/mark.tsx";

/** One line: when, what, and who says so. */
export const LineRow = memo(function LineRow({
  line,
  isChosen,
  today,
  onChoose,
}: {
  readonly line: Line;
  readonly isChosen: boolean;
  /** Any moment of the day on which no date is shown. */
  readonly today: number;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  const day = dayOf(line.at, today);
  return (
    <div
      id={`line-${line.id}`}
      class={`row is-${line.kind}`}
      role="option"
      aria-selected={isChosen}
      onClick={() => onChoose(line)}
    >
      <time dateTime={line.at}>
        {day !== "" && <span class="day">{day}</span>} {clockOf(line.at)}
      </time>
      <Mark kind={line.kind} tone={line.tone} />
      <span class="sentence">
        <b>{line.subject}</b>
        <span class={line.tone}>{line.words}</span>
        <span class="tail">{line.tail}</span>
      </span>
      <span class="from">{line.provider}</span>
    </div>
  );
});
