import type { JSX } from "preact";
import type { TrialResult } from "../../../src/api/contract.ts";
import { sentenceOf } from "../../../src/model/line.ts";
import type { Navigate } from "../address/use-address.ts";
import { PlaceLink } from "../parts/place-link.tsx";
import { Causes } from "../refused/causes.tsx";

/** What the server responded to a trial, why, and where it is now. */
export function TrialView({
  result,
  isTampered,
  navigate,
}: {
  readonly result: TrialResult;
  readonly isTampered: boolean;
  readonly navigate: Navigate;
}): JSX.Element {
  const { sent, response, line, refusal, causes, isToken } = result;
  const isAccepted = response.status < 300;
  return (
    <>
      <h2>
        <b class={isAccepted ? "added" : "refused"}>{isAccepted ? "Accepted" : "Refused"}</b>
        <span class="tail">
          {" "}
          with {response.status} {response.text} in {response.milliseconds} ms
        </span>
      </h2>
      <pre tabIndex={0} aria-label="Response">
        {response.body}
      </pre>
      {isAccepted && isTampered && isToken && (
        <p>
          This provider sends a token, which proves the caller and nothing of the body: whoever changes the
          body on its way is not found out.
        </p>
      )}
      {line !== null && (
        <p>
          It is in the timeline:{" "}
          <PlaceLink to={{ chosen: line.id }} navigate={navigate}>
            {sentenceOf(line)}
          </PlaceLink>
        </p>
      )}
      {isAccepted && line === null && (
        <p>
          It gave no line yet. The{" "}
          <PlaceLink to={{ place: "inbox" }} navigate={navigate}>
            inbox
          </PlaceLink>{" "}
          says what it waits for.
        </p>
      )}
      {refusal !== null && <p>{refusal.message}</p>}
      {causes.length > 0 && (
        <>
          <h3>Why</h3>
          <Causes causes={causes} />
        </>
      )}
      {refusal !== null && (
        <p>
          <PlaceLink to={{ place: "refused", chosen: refusal.id }} navigate={navigate}>
            It is kept among the refused ones
          </PlaceLink>
        </p>
      )}
      <details class="as-table">
        <summary>The body that was sent to {sent.path}</summary>
        <pre tabIndex={0} aria-label="Body that was sent">
          {sent.body}
          {sent.isCut && "…"}
        </pre>
      </details>
    </>
  );
}
