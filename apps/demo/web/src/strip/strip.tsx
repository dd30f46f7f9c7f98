import type { JSX } from "preact";
import { memo } from "preact/compat";
import { useMemo } from "preact/hooks";
import type { Strip as StripData } from "../../../src/api/contract.ts";
import type { Kind, Line } from "../../../src/model/line.ts";
import { filterSearch, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { useRound } from "../data/use-round.ts";
import { dayOf, minuteOf, rangeOf } from "../format/time.ts";
import { Spans } from "../parts/spans.tsx";
import { Brush } from "./brush.tsx";
import { incidentSpans } from "./incident-spans.ts";
import { Flagged, Placed } from "./marks.tsx";
import { stackColumns } from "./stacked-columns.ts";
import { ticksOf } from "./ticks.ts";

/** From bottom to top: what happens all the time lies below what one looks for. */
const STACK = ["evaluation", "other", "code", "config", "flag"] as const satisfies readonly Kind[];

/** Time across the top: how much happened, and the deployments and incidents in it. */
export function Strip({
  address,
  navigate,
  news,
}: {
  readonly address: Address;
  readonly navigate: Navigate;
  /** Rises with everything that arrives. */
  readonly news: number;
}): JSX.Element {
  const query = filterSearch({ ...address, from: "", to: "" });
  query.set("span", address.span || "all");
  const round = useRound(news);
  const { value: strip } = useFetched(`${query}#${round}`, () => ask<StripData>(`/api/strip?${query}`), {
    keep: true,
  });
  const selection = address.from || address.to ? rangeOf(address.from, address.to) : undefined;
  return (
    <section class="strip" aria-label="Time">
      <div class="strip-head">
        <p>{selection ?? "Drag to choose a time"}</p>
        {selection !== undefined && (
          <button type="button" class="quiet" onClick={() => navigate({ from: "", to: "" })}>
            All time
          </button>
        )}
        <Spans
          label="Time that the strip shows"
          chosen={address.span || "all"}
          onChoose={(span) => navigate({ span: span === "all" ? "" : span }, { replace: true })}
        />
      </div>
      <div class="strip-body">{strip && <Chart strip={strip} address={address} navigate={navigate} />}</div>
    </section>
  );
}

const Chart = memo(function Chart({
  strip,
  address,
  navigate,
}: {
  readonly strip: StripData;
  readonly address: Address;
  readonly navigate: Navigate;
}): JSX.Element {
  const from = Date.parse(strip.from);
  const to = Date.parse(strip.to);
  const placeOf = (at: number): number => ((at - from) / (to - from)) * 100;
  const choose = (line: Line): void => navigate({ chosen: line.id });
  return (
    <Brush
      range={{ from, to, stepMs: strip.bucketMs }}
      selection={{ from: address.from, to: address.to }}
      onSelect={(range) => navigate(range)}
    >
      <Bars strip={strip} />
      {incidentSpans(strip.marks, to).map((span) => (
        <Placed key={span.id} class="incident-span" left={placeOf(span.from)} right={placeOf(span.to)} />
      ))}
      {strip.marks.map((line) => (
        <Flagged key={line.id} line={line} left={placeOf(Date.parse(line.at))} onChoose={choose} />
      ))}
      {ticksOf(from, to).map((at) => (
        <Placed key={at} class="tick" left={placeOf(at)}>
          {`${dayOf(at, to)} ${minuteOf(at)}`.trim()}
        </Placed>
      ))}
    </Brush>
  );
});

/** Stacked columns, of which the tallest fills the height. Roots keep a single line visible beside many. */
function Bars({ strip }: { readonly strip: StripData }): JSX.Element {
  const stacks = useMemo(() => stacksOf(strip), [strip]);
  const { paths, columns, highest } = stackColumns(
    stacks.map(({ counts }) => counts),
    Math.sqrt,
    2,
  );
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${columns} ${highest}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={summaryOf(stacks)}
    >
      {stacks.map(({ kind }, index) => (
        <path key={kind} class={`bar is-${kind}`} d={paths[index]} />
      ))}
    </svg>
  );
}

function stacksOf({
  counts,
}: StripData): readonly { kind: (typeof STACK)[number]; counts: readonly number[] }[] {
  return STACK.flatMap((kind) => {
    const found = counts[kind];
    return found === undefined ? [] : [{ kind, counts: found }];
  });
}

function summaryOf(stacks: ReturnType<typeof stacksOf>): string {
  const parts = stacks.map(({ kind, counts }) => `${counts.reduce((sum, count) => sum + count, 0)} ${kind}`);
  return parts.length === 0 ? "No lines in this time" : `Lines in this time: ${parts.join(", ")}`;
}
