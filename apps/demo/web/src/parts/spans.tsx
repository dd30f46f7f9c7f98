import type { JSX } from "preact";
import { SPANS, type Span } from "../../../src/api/spans.ts";

/** Buttons for how much time is shown. */
export function Spans({
  label,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly chosen: string;
  readonly onChoose: (span: Span) => void;
}): JSX.Element {
  return (
    <div class="spans" role="group" aria-label={label}>
      {SPANS.map((span) => (
        <button key={span} type="button" aria-pressed={chosen === span} onClick={() => onChoose(span)}>
          {span}
        </button>
      ))}
    </div>
  );
}
