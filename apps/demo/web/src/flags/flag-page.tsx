import type { JSX } from "preact";
import type { FlagPage as Page } from "../../../src/api/contract.ts";
import type { Line } from "../../../src/model/line.ts";
import type { Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import type { Fetched } from "../data/use-fetched.ts";
import { clockOf, dayOf } from "../format/time.ts";
import { Mark } from "../parts/mark.tsx";
import { Notice } from "../parts/notice.tsx";
import { PlaceLink } from "../parts/place-link.tsx";
import { Spans } from "../parts/spans.tsx";
import { EvaluationChart, Legend } from "./evaluation-chart.tsx";
import { EvaluationTable } from "./evaluation-table.tsx";
import { decisionWords } from "../detail/datafile-view.tsx";
import { turnsAt, turnWords } from "./turns.ts";

/** One flag: who got what over time, and everything that changed about it. */
export function FlagPage({
  fetched,
  address,
  navigate,
  onChoose,
}: {
  readonly fetched: Fetched<Page>;
  readonly address: Address;
  readonly navigate: Navigate;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  const { value: page } = fetched;
  return (
    <section class="flag-page" aria-label="Flag" aria-busy={fetched.state === "loading"}>
      <header>
        <h2>
          <PlaceLink to={{ place: "flags" }} navigate={navigate}>
            Flags
          </PlaceLink>
          <span class="tail"> / </span>
          {address.flag}
        </h2>
      </header>
      {fetched.state === "failed" && (
        <Notice title="This flag cannot be shown">
          <p>{fetched.error}</p>
        </Notice>
      )}
      {page !== undefined && page.history.length === 0 && page.series.length === 0 ? (
        <Notice title="Nothing is known of this flag">
          <p>It did not change and was not evaluated in the last 30 days, or it has another name.</p>
        </Notice>
      ) : (
        page !== undefined && (
          <>
            <Evaluations page={page} address={address} navigate={navigate} onChoose={onChoose} />
            <History page={page} chosen={address.chosen} onChoose={onChoose} />
          </>
        )
      )}
    </section>
  );
}

function Evaluations({
  page,
  address,
  navigate,
  onChoose,
}: {
  readonly page: Page;
  readonly address: Address;
  readonly navigate: Navigate;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  const isEmpty = page.series.length === 0;
  return (
    <section aria-label="Evaluations">
      <div class="chart-head">
        <h3>Evaluations</h3>
        {page.environments.length > 0 && (
          <label class="select">
            <span class="hidden">Environment</span>
            <select
              value={page.environment ?? "all"}
              onChange={(event) => navigate({ environment: event.currentTarget.value }, { replace: true })}
            >
              {page.environments.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
              <option value="all">all environments</option>
            </select>
          </label>
        )}
        <Legend page={page} />
        <Spans
          label="Time that the chart shows"
          chosen={address.span || "24h"}
          onChoose={(span) => navigate({ span: span === "24h" ? "" : span }, { replace: true })}
        />
      </div>
      {isEmpty ? (
        <p class="hint">
          None in this time. GO Feature Flag’s exporter sends them; other providers do not tell.
        </p>
      ) : (
        <>
          <EvaluationChart page={page} onChoose={onChoose} />
          <EvaluationTable page={page} />
        </>
      )}
    </section>
  );
}

function History({
  page,
  chosen,
  onChoose,
}: {
  readonly page: Page;
  readonly chosen: number | undefined;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  const today = Date.now();
  if (page.history.length === 0) return <p class="hint">No change of it was seen.</p>;
  return (
    <section aria-label="History">
      <h3>What changed</h3>
      <div
        class="rows history"
        id="rows"
        role="listbox"
        tabIndex={0}
        aria-label="Changes, newest first"
        {...(chosen !== undefined && { "aria-activedescendant": `line-${chosen}` })}
      >
        {page.history.map((line) => (
          <div
            key={line.id}
            id={`line-${line.id}`}
            class="row is-change"
            role="option"
            aria-selected={line.id === chosen}
            onClick={() => onChoose(line)}
          >
            <time dateTime={line.at}>{`${dayOf(line.at, today)} ${clockOf(line.at)}`.trim()}</time>
            <Mark kind={line.kind} tone={line.tone} />
            <span class="sentence">
              {line.kind === "config" && line.subject}
              <span class={line.tone}>{line.words.replace(/^: /, "")}</span>
              <span class="tail">{line.tail}</span>
            </span>
            <Effect page={page} line={line} />
            <span class="from">{line.provider}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** What evaluations did at a change: cause and effect in one row. */
function Effect({ page, line }: { readonly page: Page; readonly line: Line }): JSX.Element {
  const decided = page.turns[line.id];
  if (decided !== undefined)
    return (
      <span class="turn">
        SDK: {decisionWords(decided.before)} → {decisionWords(decided.after)}
      </span>
    );
  const turns = turnsAt(page, Date.parse(line.at));
  return (
    <span class="turn">
      {turns?.length === 0 && "then as before"}
      {turns?.map((turn, index) => (
        <span key={turn.variation} class={turn.isFailure && turn.after > turn.before ? "removed" : ""}>
          {index === 0 ? "then " : ", "}
          {turnWords(turn)}
        </span>
      ))}
    </span>
  );
}
