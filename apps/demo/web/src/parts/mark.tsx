import type { JSX } from "preact";
import type { Kind, Tone } from "../../../src/model/line.ts";

/** One shape for each kind, in the timeline as in the strip. */
const SHAPES: Readonly<Record<Kind, JSX.Element>> = {
  flag: <circle cx="6" cy="6" r="4" />,
  config: <circle class="hollow" cx="6" cy="6" r="3.25" />,
  code: <rect x="2.75" y="2.75" width="6.5" height="6.5" rx="1" />,
  deployment: <path d="M6 .9 11.1 6 6 11.1 .9 6Z" />,
  incident: <path d="M6 1 11.5 10.8H.5Z" />,
  evaluation: <circle cx="6" cy="6" r="2" />,
  other: <rect x="2" y="5" width="8" height="2" rx="1" />,
};

/** The mark of a line: its shape says the kind, its colour what became of it. */
export function Mark({ kind, tone }: { readonly kind: Kind; readonly tone: Tone }): JSX.Element {
  return (
    <svg class={`mark ${tone} is-${kind}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {SHAPES[kind]}
    </svg>
  );
}
