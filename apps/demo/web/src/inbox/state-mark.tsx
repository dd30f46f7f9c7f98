import type { JSX } from "preact";
import type { DeliveryRow } from "../../../src/api/contract.ts";

const TONES = { pending: "plain", running: "running", dead: "removed", done: "added" } as const;

/** One shape for each state; one that failed and is tried again has the colour of what changes. */
export function StateMark({ state, error }: Pick<DeliveryRow, "state" | "error">): JSX.Element {
  const tone = state === "pending" && error !== null ? "changed" : TONES[state];
  return (
    <svg class={`mark ${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {state === "dead" && <path class="stroke" d="M2.5 2.5l7 7m0-7l-7 7" />}
      {state === "done" && <path class="stroke" d="M2 6.5l3 3 5-7" />}
      {state === "running" && <circle cx="6" cy="6" r="4" />}
      {state === "pending" && <circle class="hollow" cx="6" cy="6" r="3.25" />}
    </svg>
  );
}
