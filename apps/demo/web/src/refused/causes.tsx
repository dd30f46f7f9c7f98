import type { JSX } from "preact";
import type { TrialResult } from "../../../src/api/contract.ts";

/** What `explain` found, the likeliest first, each with what to do. */
export function Causes({ causes }: { readonly causes: TrialResult["causes"] }): JSX.Element {
  return (
    <ol class="causes">
      {causes.map(({ id, certainty, title, detail: evidence, fix }) => (
        <li key={id}>
          <p>
            <b>{title}</b> <span class={`certainty ${certainty}`}>{certainty}</span>
          </p>
          <p>{evidence}</p>
          <p class="fix">{fix}</p>
        </li>
      ))}
    </ol>
  );
}
