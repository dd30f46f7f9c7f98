import type { JSX } from "preact";
import type { DecisionTurn, LineDetail } from "../../../src/api/contract.ts";
import type { Navigate } from "../address/use-address.ts";
import { PlaceLink } from "../parts/place-link.tsx";

/** Optimizely's name of the event that announces a datafile. */
export const DATAFILE = "project.datafile_updated";

/** What a new datafile made Optimizely's SDK decide otherwise, or why it is not known. */
export function DatafileView({
  detail: { datafile },
  navigate,
}: {
  readonly detail: LineDetail;
  readonly navigate: Navigate;
}): JSX.Element {
  if (datafile === null) return <p class="hint">The datafile is being fetched.</p>;
  const { problem, revision, beforeRevision, turns } = datafile;
  if (problem !== null) {
    return (
      <>
        <p class="removed">The datafile could not be fetched, so that no decision is known.</p>
        <p>{problem}</p>
      </>
    );
  }
  if (beforeRevision === null)
    return (
      <p class="hint">Revision {revision} is the first that was fetched: there is nothing to compare.</p>
    );
  if (turns.length === 0)
    return (
      <p class="hint">
        Optimizely’s SDK decides with revision {revision} as it did with {beforeRevision}.
      </p>
    );
  return (
    <table class="decisions">
      <caption>What Optimizely’s SDK decides, before and after</caption>
      <thead>
        <tr>
          <th scope="col">Flag</th>
          <th scope="col">Revision {beforeRevision}</th>
          <th scope="col">Revision {revision}</th>
        </tr>
      </thead>
      <tbody>
        {turns.map(({ flag, before, after }) => (
          <tr key={flag}>
            <th scope="row">
              <PlaceLink to={{ place: "flags", flag }} navigate={navigate}>
                {flag}
              </PlaceLink>
            </th>
            <td class={before === null ? "tail" : ""}>{decisionWords(before)}</td>
            <td class={toneOf({ flag, before, after })}>{decisionWords(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A decision in words: `on for 30 of 100 people`. */
export function decisionWords(decision: DecisionTurn["after"]): string {
  if (decision === null) return "not there";
  if (decision.people === 0) return "off for all";
  return decision.people === 100 ? "on for all" : `on for ${decision.people} of 100`;
}

function toneOf({ before, after }: DecisionTurn): string {
  const gained = (after?.people ?? 0) - (before?.people ?? 0);
  if (gained === 0) return "changed";
  return gained > 0 ? "added" : "removed";
}
