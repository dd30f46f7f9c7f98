import type { JSX } from "preact";
import type { FlagSummary } from "../../../src/api/contract.ts";
import type { Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import type { Fetched } from "../data/use-fetched.ts";
import { agoOf } from "../format/time.ts";
import { Mark } from "../parts/mark.tsx";
import { Notice } from "../parts/notice.tsx";
import { PlaceLink } from "../parts/place-link.tsx";
import { Search } from "../parts/search.tsx";

/** The list of flags. */
export function Flags({
  flags,
  address,
  navigate,
}: {
  readonly flags: Fetched<readonly FlagSummary[]>;
  readonly address: Address;
  readonly navigate: Navigate;
}): JSX.Element {
  const { value } = flags;
  const now = Date.now();
  return (
    <section class="flags" aria-label="Flags" aria-busy={flags.state === "loading"}>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <Search label="Search flags" value={address.q} onSearch={(q) => navigate({ q }, { replace: true })} />
        <output class="count">{value === undefined ? "" : countOf(value.length)}</output>
      </form>
      {flags.state === "failed" && (
        <Notice title="The flags could not be loaded">
          <p>{flags.error}</p>
        </Notice>
      )}
      {value?.length === 0 && address.q !== "" && (
        <Notice title="No flag has this in its name">
          <button type="button" onClick={() => navigate({ q: "" })}>
            Clear the search
          </button>
        </Notice>
      )}
      {value?.length === 0 && address.q === "" && (
        <Notice title="No flag changed yet">
          <p>
            Point the webhook of a flag provider here, and GO Feature Flag’s exporter to see who gets what.
          </p>
        </Notice>
      )}
      {value !== undefined && value.length > 0 && (
        <ul class="flag-list" id="rows" tabIndex={-1}>
          {value.map((summary) => (
            <li key={summary.flag}>
              <Row summary={summary} navigate={navigate} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({
  summary: { flag, last, evaluations },
  navigate,
  now,
}: {
  readonly summary: FlagSummary;
  readonly navigate: Navigate;
  readonly now: number;
}): JSX.Element {
  return (
    <PlaceLink class="row is-flag-row" to={{ place: "flags", flag }} navigate={navigate}>
      {last === null ? <Mark kind="evaluation" tone="plain" /> : <Mark kind="flag" tone={last.tone} />}
      <b>{flag}</b>
      <span class="sentence">
        {last === null ? (
          <span class="tail">no change seen</span>
        ) : (
          <>
            <span class={last.tone}>{last.words.replace(/^: /, "")}</span>
            <span class="tail">{last.tail}</span>
          </>
        )}
      </span>
      <span class="from evaluated">
        {evaluations > 0 && `${evaluations.toLocaleString()} evaluations in 24 h`}
      </span>
      <span class="from">{last !== null && agoOf(last.at, now)}</span>
    </PlaceLink>
  );
}

function countOf(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? "flag" : "flags"}`;
}
