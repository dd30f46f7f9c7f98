import type { JSX } from "preact";
import { memo } from "preact/compat";
import type { FlagPage, Series } from "../../../src/api/contract.ts";
import type { Line } from "../../../src/model/line.ts";
import { dayOf, minuteOf } from "../format/time.ts";
import { incidentSpans } from "../strip/incident-spans.ts";
import { Flagged, Placed } from "../strip/marks.tsx";
import { stackColumns } from "../strip/stacked-columns.ts";
import { ticksOf } from "../strip/ticks.ts";

/**
 * Evaluations by variation over time, with changes, deployments and incidents as marks. The table
 * beside it says the same.
 */
export const EvaluationChart = memo(function EvaluationChart({
  page,
  onChoose,
}: {
  readonly page: FlagPage;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  const { series, marks } = page;
  const { paths, columns, highest } = stackColumns(
    series.map(({ counts }) => counts),
    (sum) => sum,
    4,
  );
  const from = Date.parse(page.from);
  const to = from + columns * page.bucketMs;
  const placeOf = (at: number): number => ((at - from) / (to - from)) * 100;
  return (
    <div class="chart">
      <div class="levels" aria-hidden="true">
        {levelsOf(highest).map((level) => (
          <span key={level} class="level" style={{ bottom: `${(level / highest) * 100}%` }}>
            {level.toLocaleString()}
          </span>
        ))}
      </div>
      {incidentSpans(marks, Date.parse(page.to)).map((span) => (
        <Placed key={span.id} class="incident-span" left={placeOf(span.from)} right={placeOf(span.to)} />
      ))}
      <svg
        class="columns"
        viewBox={`0 0 ${columns} ${highest}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summaryOf(page)}
      >
        {series.map((one, index) => (
          <path key={one.variation} class={colourOf(one, index)} d={paths[index]} />
        ))}
        {Array.from({ length: columns }, (_, index) => (
          <rect key={index} class="touch" x={index} y="0" width="1" height={highest}>
            <title>{columnTitle(page, index)}</title>
          </rect>
        ))}
      </svg>
      {marks.map((line) => (
        <Flagged key={line.id} line={line} left={placeOf(Date.parse(line.at))} onChoose={onChoose} />
      ))}
      {ticksOf(from, to).map((at) => (
        <Placed key={at} class="tick" left={placeOf(at)}>
          {`${dayOf(at, to)} ${minuteOf(at)}`.trim()}
        </Placed>
      ))}
    </div>
  );
});

/** Which colour is which variation, and how often it was served. */
export function Legend({ page }: { readonly page: FlagPage }): JSX.Element {
  return (
    <ul class="legend">
      {page.series.map((one, index) => (
        <li key={one.variation}>
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <rect class={colourOf(one, index)} width="10" height="10" rx="2" />
          </svg>
          {one.variation} <span class="tail">{sumOf(one).toLocaleString()}</span>
        </li>
      ))}
    </ul>
  );
}

/** How often a variation was served in all of the time that is shown. */
export function sumOf({ counts }: Series): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The time of a column. */
export function columnTime(page: FlagPage, index: number): string {
  const at = Date.parse(page.from) + index * page.bucketMs;
  return `${dayOf(at, Date.parse(page.to))} ${minuteOf(at)}`.trim();
}

function colourOf({ is }: Series, index: number): string {
  return is === "served" ? `variation v${index + 1}` : `variation is-${is}`;
}

function columnTitle(page: FlagPage, index: number): string {
  const parts = page.series
    .filter(({ counts }) => counts[index]! > 0)
    .map(({ variation, counts }) => `${variation} ${counts[index]!.toLocaleString()}`);
  return `${columnTime(page, index)}  ${parts.length === 0 ? "no evaluations" : parts.join(", ")}`;
}

function summaryOf(page: FlagPage): string {
  const time = `${columnTime(page, 0)} to ${minuteOf(page.to)}`;
  if (page.series.length === 0) return `No evaluations from ${time}`;
  const parts = page.series.map((one) => `${one.variation} ${sumOf(one)}`);
  return `Evaluations from ${time}: ${parts.join(", ")}. The table below has every column.`;
}

/** One or two round heights below the highest. */
function levelsOf(highest: number): readonly number[] {
  const digit = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 5, 10].map((times) => (digit / 2) * times).find((one) => highest / one < 3) ?? digit;
  const levels = [step, step * 2].filter((level) => level <= highest * 0.95 && Number.isInteger(level));
  return levels;
}
