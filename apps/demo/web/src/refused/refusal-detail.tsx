import type { JSX } from "preact";
import type { RefusalDetail as Detail } from "../../../src/api/contract.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { Panel } from "../detail/panel.tsx";
import { agoOf, fullTimeOf } from "../format/time.ts";
import { Notice } from "../parts/notice.tsx";
import { Causes } from "./causes.tsx";
import { DamageView } from "./damage-view.tsx";

/** Why one delivery was refused, and where it is damaged. */
export function RefusalDetail({
  id,
  news,
  navigate,
  onClose,
}: {
  readonly id: number;
  /** Rises when the diagnosis may be there. */
  readonly news: number;
  readonly navigate: Navigate;
  readonly onClose: () => void;
}): JSX.Element {
  const path = `/api/refused/${id}`;
  const fetched = useFetched(`${path}#${news}`, () => ask<Detail>(path), { keep: true });
  const value = fetched.value?.refusal.id === id ? fetched.value : undefined;
  return (
    <Panel label="Chosen refusal" isBusy={fetched.state === "loading"} onClose={onClose}>
      {fetched.state === "failed" && (
        <Notice title="This refusal cannot be shown">
          <p>{fetched.error}</p>
        </Notice>
      )}
      {value !== undefined && <Contents detail={value} navigate={navigate} />}
    </Panel>
  );
}

function Contents({
  detail,
  navigate,
}: {
  readonly detail: Detail;
  readonly navigate: Navigate;
}): JSX.Element {
  const { refusal, text, isCut, damage } = detail;
  const { diagnosis } = refusal;
  const compared = damage?.comparedWith;
  return (
    <>
      <header>
        <h2>
          <span>
            <b class="refused">{refusal.code}</b>
            <span class="tail"> from {refusal.provider}</span>
          </span>
        </h2>
        <p class="when">
          <time dateTime={refusal.at}>{fullTimeOf(refusal.at)}</time>, {agoOf(refusal.at, Date.now())}
        </p>
        <p>{refusal.message}</p>
      </header>
      <h3>Why</h3>
      {diagnosis === null ? (
        <p class="hint">
          {isCut || refusal.bodyBytes === 0
            ? "Nothing is left to look into: the body was not read, or is too large to be kept whole."
            : "Not looked into, since many came at once or it is still being looked into."}
        </p>
      ) : (
        <Causes causes={diagnosis.causes} />
      )}
      {text !== "" && (
        <>
          <h3>Body</h3>
          <p class="hint">
            {compared === undefined ? (
              "No verified delivery is like this one: nothing can be marked in it."
            ) : (
              <>
                Marked is what differs from{" "}
                <button
                  type="button"
                  class="fact"
                  onClick={() => navigate({ place: "timeline", chosen: compared })}
                >
                  the verified delivery that is most like it
                </button>
                .
              </>
            )}
          </p>
          <DamageView text={text} damage={damage} />
        </>
      )}
      <h3>Headers</h3>
      <dl class="headers">
        {Object.entries(refusal.headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        {isCut ? `The first part of ${refusal.bodyBytes.toLocaleString()} bytes. ` : ""}
        <a href={`/api/refused/${refusal.id}/body`} download="body">
          Save the body
        </a>
      </p>
    </>
  );
}
