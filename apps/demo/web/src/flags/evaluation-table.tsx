import type { JSX } from "preact";
import type { FlagPage } from "../../../src/api/contract.ts";
import { sentenceOf, type Line } from "../../../src/model/line.ts";
import { columnTime } from "./evaluation-chart.tsx";

/** What the chart shows, for those who cannot see it: a row for each column in which something was. */
export function EvaluationTable({ page }: { readonly page: FlagPage }): JSX.Element {
  const { series, marks } = page;
  const columns = Math.floor((Date.parse(page.to) - Date.parse(page.from)) / page.bucketMs) + 1;
  const happened = new Map<number, Line[]>();
  for (const line of marks) {
    const index = Math.floor((Date.parse(line.at) - Date.parse(page.from)) / page.bucketMs);
    happened.set(index, [...(happened.get(index) ?? []), line]);
  }
  const rows = Array.from({ length: columns }, (_, index) => index).filter(
    (index) => happened.has(index) || series.some(({ counts }) => counts[index]! > 0),
  );
  return (
    <details class="as-table">
      <summary>The same as a table</summary>
      <div class="scroller" tabIndex={0} role="region" aria-label="Evaluations as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map(({ variation }) => (
                <th key={variation} scope="col" class="number">
                  {variation}
                </th>
              ))}
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((index) => (
              <tr key={index}>
                <th scope="row">{columnTime(page, index)}</th>
                {series.map(({ variation, counts }) => (
                  <td key={variation} class="number">
                    {counts[index]!.toLocaleString()}
                  </td>
                ))}
                <td>
                  {happened.get(index)?.map((line) => (
                    <p key={line.id}>{sentenceOf(line)}</p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
