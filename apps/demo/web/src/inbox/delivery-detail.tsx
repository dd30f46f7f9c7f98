import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DeliveryDetail as Details } from "../../../src/api/contract.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask, askBytes } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { BytesView, PayloadView } from "../detail/body-views.tsx";
import { Panel } from "../detail/panel.tsx";
import { agoOf, fullTimeOf } from "../format/time.ts";
import { Notice } from "../parts/notice.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { retryLabel, stateSentence } from "./delivery-words.ts";
import { StateMark } from "./state-mark.tsx";
import type { InboxView } from "./use-inbox.ts";

interface Shared {
  readonly navigate: Navigate;
  readonly act: InboxView["act"];
}

/** Everything about the chosen delivery, and what can be done with it. */
export function DeliveryDetail({
  id,
  version,
  onClose,
  ...shared
}: Shared & {
  readonly id: string;
  /** Changes when the delivery may have changed. */
  readonly version: string;
  readonly onClose: () => void;
}): JSX.Element {
  const path = `/api/inbox/deliveries/${encodeURIComponent(id)}`;
  const fetched = useFetched(`${path}#${version}`, () => ask<Details>(path), { keep: true });
  const value = fetched.value?.delivery.id === id ? fetched.value : undefined;
  return (
    <Panel label="Chosen delivery" isBusy={fetched.state === "loading"} onClose={onClose}>
      {fetched.state === "failed" && (
        <Notice title="This delivery cannot be shown">
          <p>{fetched.error}</p>
        </Notice>
      )}
      {value !== undefined && fetched.state !== "failed" && (
        <Contents key={id} path={path} detail={value} onClose={onClose} {...shared} />
      )}
    </Panel>
  );
}

function Contents({
  path,
  detail,
  onClose,
  navigate,
  act,
}: Shared & {
  readonly path: string;
  readonly detail: Details;
  readonly onClose: () => void;
}): JSX.Element {
  const { delivery, issues, bytes, line } = detail;
  const { name, provider, receivedAt, error, state } = delivery;
  const now = Date.now();
  return (
    <>
      <header>
        <h2>
          <StateMark state={state} error={error} />
          <span>
            <b>{name ?? "unreadable"}</b>
            <span class="tail"> from {provider}</span>
          </span>
        </h2>
        <p class="when">
          Received <time dateTime={receivedAt}>{fullTimeOf(receivedAt)}</time>, {agoOf(receivedAt, now)}
        </p>
        <p>{stateSentence(delivery, now)}</p>
      </header>
      <Actions path={path} delivery={delivery} act={act} onClose={onClose} />
      {error !== null && (
        <>
          <h3>Error</h3>
          <pre class="payload" tabIndex={0} aria-label="Error">
            {error}
          </pre>
        </>
      )}
      {issues !== null && issues.length > 0 && (
        <>
          <h3>Where it differs</h3>
          <dl class="issues">
            {issues.map(({ path: keys, code, expected }) => (
              <div key={keys.join(".")}>
                <dt>{keys.join(".")}</dt>
                <dd>{expected === "" ? code : `expected ${expected}`}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <Facts detail={detail} />
      {line !== null && (
        <p>
          <button
            type="button"
            class="fact"
            onClick={() => navigate({ place: "timeline", chosen: line, delivery: "", state: "", reason: "" })}
          >
            Its line in the timeline
          </button>
        </p>
      )}
      {bytes === null ? (
        <p class="hint">The bytes are not kept in the inbox once a delivery is done.</p>
      ) : (
        <Body path={`${path}/body`} />
      )}
    </>
  );
}

function Actions({
  path,
  delivery,
  act,
  onClose,
}: Pick<Shared, "act"> & {
  readonly path: string;
  readonly delivery: Details["delivery"];
  readonly onClose: () => void;
}): JSX.Element | null {
  const [isSure, setSure] = useState(false);
  if (delivery.state === "running") return null;
  const remove = async (): Promise<void> => {
    if (await act(path, "DELETE")) onClose();
  };
  if (isSure) {
    return (
      <div class="actions" role="group" aria-label="Delete it?">
        <p class="removed">
          Its payload goes for good{delivery.state === "done" ? "" : ", and it is never handled"}.
        </p>
        <button type="button" class="danger" onClick={() => void remove()}>
          Delete for good
        </button>
        {/* Whoever pressed Delete by mistake presses Enter next. */}
        <button type="button" ref={(button) => button?.focus()} onClick={() => setSure(false)}>
          Keep it
        </button>
      </div>
    );
  }
  return (
    <div class="actions">
      {delivery.state === "dead" && (
        <button type="button" class="primary" onClick={() => void act(`${path}/retry`, "POST")}>
          {retryLabel(delivery)}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => setSure(true)}>
        Delete
      </button>
    </div>
  );
}

function Facts({ detail: { delivery } }: { readonly detail: Details }): JSX.Element {
  const { attempt, unsignedId, furtherReplays, isSample, scope, dedupeKey, id } = delivery;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Attempts", attempt.toLocaleString()],
    ["Unsigned id", unsignedId],
    ["Further replays", furtherReplays === 0 ? null : furtherReplays.toLocaleString()],
    ["Scope", isSample || scope === "" ? null : scope],
    ["Sample", isSample ? "made up for you to look around" : null],
    ["Dedupe key", dedupeKey],
    ["Id", id],
  ];
  return (
    <dl>
      {rows.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Body({ path }: { readonly path: string }): JSX.Element | null {
  const [tab, setTab] = useState<"Payload" | "Bytes">("Payload");
  const fetched = useFetched(path, askBytes);
  if (fetched.state === "failed") return <p class="hint">{fetched.error}</p>;
  if (fetched.value === undefined) return null;
  return (
    <Tabs names={["Payload", "Bytes"]} chosen={tab} onChoose={setTab}>
      {tab === "Payload" ? (
        <PayloadView bytes={fetched.value} />
      ) : (
        <BytesView bytes={fetched.value} href={path} />
      )}
    </Tabs>
  );
}
