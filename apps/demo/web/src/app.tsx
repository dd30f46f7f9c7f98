import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Status } from "../../src/api/contract.ts";
import type { Line } from "../../src/model/line.ts";
import { halfHourBefore, isFiltered, type Place } from "./address/address.ts";
import { useAddress } from "./address/use-address.ts";
import { ask, request } from "./data/api.ts";
import { useFetched } from "./data/use-fetched.ts";
import { useLines } from "./data/use-lines.ts";
import { Detail } from "./detail/detail.tsx";
import { Refused, useRefusals } from "./refused/refused.tsx";
import { RefusalDetail } from "./refused/refusal-detail.tsx";
import { EmptyTimeline } from "./shell/empty-timeline.tsx";
import { Header } from "./shell/header.tsx";
import { Help } from "./shell/help.tsx";
import { useKeys, type Key } from "./shell/keys.ts";
import { nextTheme, readTheme, setTheme } from "./shell/theme.ts";
import { Strip } from "./strip/strip.tsx";
import { Filters, NO_FILTERS } from "./timeline/filters.tsx";
import { Timeline } from "./timeline/timeline.tsx";

/** The page. */
export function App(): JSX.Element {
  const [address, navigate] = useAddress();
  const [theme, changeTheme] = useState(readTheme);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [problem, setProblem] = useState("");
  const { place, chosen } = address;
  const isTimeline = place === "timeline";

  const reading = useRef({ isAtTop: true, chosen });
  reading.current.chosen = chosen;
  // Who scrolled away or looks at a line must not have it pushed from under the eye.
  const lines = useLines(address, () => !reading.current.isAtTop || reading.current.chosen !== undefined);
  const refusals = useRefusals(!isTimeline, lines.refusals);
  const { value: status } = useFetched(
    `${lines.refusals} ${lines.state} ${Math.floor(lines.news / 50)}`,
    () => ask<Status>("/api/status"),
    { keep: true },
  );

  useEffect(() => setTheme(theme), [theme]);
  useEffect(() => {
    document.title = isTimeline ? "Radar" : "Refused – Radar";
  }, [isTimeline]);

  const choose = useCallback(
    (id: number | undefined) => navigate({ chosen: id }, { replace: true }),
    [navigate],
  );
  const chooseLine = useCallback(({ id }: Line) => choose(id), [choose]);
  const scrolled = useCallback((isAtTop: boolean) => {
    reading.current.isAtTop = isAtTop;
  }, []);
  const go = (next: Place): void => navigate({ place: next, chosen: undefined });
  const close = useCallback(() => {
    choose(undefined);
    document.querySelector<HTMLElement>("#rows")?.focus();
  }, [choose]);

  const step = (by: number): void => {
    const ids = isTimeline ? lines.lines.map(({ id }) => id) : (refusals.value ?? []).map(({ id }) => id);
    const index = chosen === undefined ? -1 : ids.indexOf(chosen);
    const next = ids[index < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, index + by))];
    if (next === undefined) return;
    choose(next);
    document.querySelector(`#line-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const before = (): void => {
    const line = lines.lines.find(({ id }) => id === chosen);
    if (line !== undefined) navigate(halfHourBefore(line.at));
  };
  const removeSamples = (): void => {
    request("/api/samples", { method: "DELETE" }).catch((error: unknown) =>
      setProblem((error as Error).message),
    );
  };

  const keys: readonly Key[] = [
    { keys: ["t"], does: "Timeline", run: () => go("timeline") },
    { keys: ["r"], does: "Refused", run: () => go("refused") },
    { keys: ["/"], does: "Search", run: () => document.querySelector<HTMLElement>("#search")?.focus() },
    { keys: ["j", "ArrowDown"], does: "Next line", run: () => step(1) },
    { keys: ["k", "ArrowUp"], does: "Line before", run: () => step(-1) },
    { keys: ["Escape"], does: "Close the line", run: close },
    { keys: ["b"], does: "30 minutes before the line", run: before },
    {
      keys: ["n"],
      does: "Show new lines",
      run: () => document.querySelector<HTMLElement>("#waiting")?.click(),
    },
    { keys: ["x"], does: "Clear filters", run: () => navigate(NO_FILTERS) },
    { keys: ["c"], does: "Change colours", run: () => changeTheme(nextTheme) },
    { keys: ["?"], does: "This help", run: () => setHelpOpen(true) },
  ];
  useKeys(keys);

  return (
    <div class={chosen === undefined ? "app" : "app has-detail"}>
      <Header
        place={place}
        refusals={status?.refusals ?? 0}
        samples={status?.samples ?? 0}
        connection={lines.connection}
        theme={theme}
        onPlace={go}
        onRemoveSamples={removeSamples}
        onTheme={() => changeTheme(nextTheme)}
        onHelp={() => setHelpOpen(true)}
      />
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
          <button type="button" class="quiet" onClick={() => setProblem("")}>
            Close
          </button>
        </p>
      )}
      {isTimeline && (
        <>
          <Strip address={address} navigate={navigate} news={lines.news} />
          <Filters address={address} navigate={navigate} count={countOf(lines.total)} news={lines.news} />
        </>
      )}
      <main>
        {isTimeline ? (
          <Timeline
            lines={lines}
            address={address}
            onChoose={chooseLine}
            onScroll={scrolled}
            empty={
              <EmptyTimeline
                isFiltered={isFiltered(address)}
                status={status}
                onClear={() => navigate(NO_FILTERS)}
              />
            }
          />
        ) : (
          <Refused refusals={refusals} chosen={chosen} onChoose={choose} />
        )}
        {chosen !== undefined &&
          (isTimeline ? (
            <Detail id={chosen} navigate={navigate} onClose={close} />
          ) : (
            <RefusalDetail id={chosen} news={lines.refusals} navigate={navigate} onClose={close} />
          ))}
      </main>
      <Help isOpen={isHelpOpen} keys={keys} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function countOf(total: number): string {
  return `${total.toLocaleString()} ${total === 1 ? "line" : "lines"}`;
}
