import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { LineDetail } from "../../../src/api/contract.ts";
import type { Line } from "../../../src/model/line.ts";
import { halfHourBefore, NOTHING, type FilterName, type Place } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask, askBytes } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { agoOf, fullTimeOf } from "../format/time.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Mark } from "../parts/mark.tsx";
import { Notice } from "../parts/notice.tsx";
import { PlaceLink } from "../parts/place-link.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { isNarrow } from "../shell/narrow.ts";
import { BytesView, PayloadView } from "./body-views.tsx";
import { ChangeView } from "./change-view.tsx";
import { Panel } from "./panel.tsx";
import { DATAFILE, DatafileView } from "./datafile-view.tsx";
import { curlCommand, sendCommand } from "./commands.ts";

type TabName = "Change" | "Payload" | "Bytes";

/** Everything about the chosen line. */
export function Detail({
  id,
  place,
  news,
  navigate,
  onClose,
}: {
  readonly id: number;
  /** Where the line was chosen. */
  readonly place: Place;
  /** Rises when more may be known of it. */
  readonly news: number;
  readonly navigate: Navigate;
  readonly onClose: () => void;
}): JSX.Element {
  const path = `/api/changes/${id}`;
  const fetched = useFetched(`${path}#${news}`, () => ask<LineDetail>(path), { keep: true });
  const detail = fetched.value?.line.id === id ? fetched.value : undefined;
  return (
    <Panel label="Chosen line" isBusy={fetched.state === "loading"} onClose={onClose}>
      {fetched.state === "failed" && (
        <Notice title="This line cannot be shown">
          <p>{fetched.error}</p>
        </Notice>
      )}
      {detail !== undefined && <Contents key={id} detail={detail} place={place} navigate={navigate} />}
    </Panel>
  );
}

function Contents({
  detail,
  place,
  navigate,
}: {
  readonly detail: LineDetail;
  readonly place: Place;
  readonly navigate: Navigate;
}): JSX.Element {
  const { line, change, delivery } = detail;
  const names: readonly TabName[] = change === null ? ["Payload", "Bytes"] : ["Change", "Payload", "Bytes"];
  const [tab, setTab] = useState<TabName>(names[0]!);
  const { subject, words, tail } = line;
  const before = (): void => navigate({ ...NOTHING, ...halfHourBefore(line.at), chosen: staying(line) });
  return (
    <>
      <header>
        <h2>
          <Mark kind={line.kind} tone={line.tone} />
          <span>
            <b>{subject}</b>
            <span class={line.tone}>{words}</span>
            <span class="tail">{tail}</span>
          </span>
        </h2>
        <p class="when">
          <time dateTime={line.at}>{fullTimeOf(line.at)}</time>, {agoOf(line.at, Date.now())}
        </p>
      </header>
      <div class="actions">
        <button type="button" class="primary" onClick={before}>
          30 minutes before
        </button>
        {line.flag !== null && place !== "flags" && (
          <PlaceLink class="button" to={{ place: "flags", flag: line.flag }} navigate={navigate}>
            Flag’s page
          </PlaceLink>
        )}
        <CopyButton label="Copy link" text={() => location.href} />
        {delivery !== null && (
          <CopyButton label="Copy as curl" text={() => curlCommand(detail, location.origin)} />
        )}
        <CopyButton label="Copy as flaghook send" text={() => sendCommand(detail, location.origin)} />
      </div>
      <Facts detail={detail} navigate={navigate} />
      {delivery === null ? (
        <p class="hint">The delivery itself is not kept any more.</p>
      ) : (
        <Tabs names={names} chosen={tab} onChoose={setTab}>
          {tab === "Change" && line.event === DATAFILE && (
            <DatafileView detail={detail} navigate={navigate} />
          )}
          {tab === "Change" && change !== null && line.event !== DATAFILE && <ChangeView change={change} />}
          {tab !== "Change" && <Body id={line.id} tab={tab} />}
        </Tabs>
      )}
    </>
  );
}

function Body({ id, tab }: { readonly id: number; readonly tab: "Payload" | "Bytes" }): JSX.Element | null {
  const path = `/api/changes/${id}/body`;
  const fetched = useFetched(path, askBytes);
  if (fetched.state === "failed") return <p class="hint">{fetched.error}</p>;
  if (fetched.value === undefined) return null;
  return tab === "Payload" ? (
    <PayloadView bytes={fetched.value} />
  ) : (
    <BytesView bytes={fetched.value} href={path} />
  );
}

/** On a phone the list is what one wants to see next. */
function staying({ id }: Line): number | undefined {
  return isNarrow() ? undefined : id;
}

/** What filters by one click. */
function Facts({
  detail,
  navigate,
}: {
  readonly detail: LineDetail;
  readonly navigate: Navigate;
}): JSX.Element {
  const { line, change } = detail;
  const rows: readonly (readonly [string, string | null | undefined, FilterName?])[] = [
    ["Flag", line.flag, "flag"],
    ["Environment", line.environment, "environment"],
    ["Person", line.actor, "actor"],
    ["Project", line.project],
    ["Provider", line.provider, "provider"],
    ["Event", line.event],
    ["Happened", change?.occurredAt && fullTimeOf(change.occurredAt)],
    ["Version", change?.version],
    ["Sample", line.isSample ? "made up for you to look around" : null],
  ];
  return (
    <dl>
      {rows.map(([label, value, filter]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {filter === undefined ? (
                value
              ) : (
                <button
                  type="button"
                  class="fact"
                  title={`Show ${value} alone`}
                  onClick={() => navigate({ place: "timeline", [filter]: value, chosen: staying(line) })}
                >
                  {value}
                </button>
              )}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
