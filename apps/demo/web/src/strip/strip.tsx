import type { JSX } from "preact";
import { memo } from "preact/compat";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Strip as StripData } from "../../../src/api/contract.ts";
import { SPANS } from "../../../src/api/spans.ts";
import { sentenceOf, type Kind, type Line } from "../../../src/model/line.ts";
import { filterSearch, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ask } from "../data/api.ts";
import { useFetched } from "../data/use-fetched.ts";
import { dayOf, minuteOf, rangeOf } from "../format/time.ts";
import { Brush } from "./brush.tsx";
import { incidentSpans } from "./incident-spans.ts";
import { ticksOf } from "./ticks.ts";

/** New lines redraw the strip no more often. */
const REFRESH_MS = 2000;

/** Without new lines the strip still moves on. */
const SLIDE_MS = 30_000;

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
        <div class="spans" role="group" aria-label="Time that the strip shows">
          {SPANS.map((span) => (
            <button
              key={span}
              type="button"
              aria-pressed={(address.span || "all") === span}
              onClick={() => navigate({ span: span === "all" ? "" : span }, { replace: true })}
            >
              {span}
            </button>
          ))}
        </div>
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

/** The policy forbids style attributes in markup, but not what a script sets. */
function Placed({
  class: name,
  left,
  right,
  children,
}: {
  readonly class: string;
  readonly left: number;
  readonly right?: number;
  readonly children?: string;
}): JSX.Element {
  const end = right === undefined ? {} : { width: `${Math.max(0.2, right - left)}%` };
  return (
    <span class={name} style={{ left: `${left}%`, ...end }} aria-hidden="true">
      {children}
    </span>
  );
}

function Flagged({
  line,
  left,
  onChoose,
}: {
  readonly line: Line;
  readonly left: number;
  readonly onChoose: (line: Line) => void;
}): JSX.Element {
  return (
    <span class={`flagged is-${line.kind} ${line.tone}`} style={{ left: `${left}%` }} aria-hidden="true">
      <span
        class="flagged-mark"
        title={`${minuteOf(line.at)}  ${sentenceOf(line)}`}
        data-mark={line.id}
        onClick={() => onChoose(line)}
      />
    </span>
  );
}

/** Stacked columns, of which the tallest fills the height. Roots keep a single line visible beside many. */
function Bars({ strip }: { readonly strip: StripData }): JSX.Element {
  const stacks = useMemo(() => stacksOf(strip), [strip]);
  const columns = stacks.length === 0 ? 1 : Math.max(...stacks.map(({ counts }) => counts.length));
  const sums = Array.from({ length: columns }, (_, index) =>
    stacks.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
  );
  const highest = Math.max(2, ...sums.map(Math.sqrt));
  const base = Array.from({ length: columns }, () => 0);
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${columns} ${highest}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={summaryOf(stacks)}
    >
      {stacks.map(({ kind, counts }) => (
        <path
          key={kind}
          class={`bar is-${kind}`}
          d={counts
            .map((count, index) => {
              const bottom = Math.sqrt(base[index]!);
              base[index]! += count;
              const height = Math.sqrt(base[index]!) - bottom;
              return count === 0 ? "" : `M${index + 0.12} ${highest - bottom}v${-height}h.76v${height}Z`;
            })
            .join("")}
        />
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

/** Rises when the strip should be asked for again. */
function useRound(news: number): number {
  const [round, setRound] = useState(0);
  const last = useRef({ news, at: 0, timer: 0 });
  useEffect(() => {
    const { current } = last;
    if (news === current.news || current.timer !== 0) return;
    const wait = Math.max(0, REFRESH_MS - (performance.now() - current.at));
    current.timer = window.setTimeout(() => {
      Object.assign(current, { news, at: performance.now(), timer: 0 });
      setRound((count) => count + 1);
    }, wait);
  }, [news]);
  useEffect(() => {
    const timer = setInterval(() => setRound((count) => count + 1), SLIDE_MS);
    return () => clearInterval(timer);
  }, []);
  return round;
}
