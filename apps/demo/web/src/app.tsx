import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { DeliveryRow, Status } from "../../src/api/contract.ts";
import type { Line } from "../../src/model/line.ts";
import { halfHourBefore, isFiltered, NOTHING, TRIALS, type Place } from "./address/address.ts";
import { useAddress } from "./address/use-address.ts";
import { ask, request } from "./data/api.ts";
import { useFetched } from "./data/use-fetched.ts";
import { useLines } from "./data/use-lines.ts";
import { Detail } from "./detail/detail.tsx";
import { FlagPage } from "./flags/flag-page.tsx";
import { Flags } from "./flags/flags.tsx";
import { useFlag, useFlags } from "./flags/use-flags.ts";
import { DeliveryDetail } from "./inbox/delivery-detail.tsx";
import { InboxHead } from "./inbox/inbox-head.tsx";
import { InboxTools } from "./inbox/inbox-tools.tsx";
import { Inbox } from "./inbox/inbox.tsx";
import { Trials } from "./inbox/trials.tsx";
import { useInbox } from "./inbox/use-inbox.ts";
import { Warnings } from "./inbox/warnings.tsx";
import { Refused, useRefusals } from "./refused/refused.tsx";
import { RefusalDetail } from "./refused/refusal-detail.tsx";
import { EmptyTimeline } from "./shell/empty-timeline.tsx";
import { Header } from "./shell/header.tsx";
import { Help } from "./shell/help.tsx";
import { useKeys, type Key } from "./shell/keys.ts";
import { usePressing } from "./shell/pressing.ts";
import { nextTheme, readTheme, setTheme } from "./shell/theme.ts";
import { Strip } from "./strip/strip.tsx";
import { Filters, NO_FILTERS } from "./timeline/filters.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { TryIt } from "./try-it/try-it.tsx";

/** What the browser calls each place. */
const TITLES: Readonly<Record<Place, string>> = {
  timeline: "Radar",
  flags: "Flags – Radar",
  refused: "Refused – Radar",
  inbox: "Inbox – Radar",
  try: "Try it – Radar",
};

/** The page. */
export function App(): JSX.Element {
  const [address, navigate] = useAddress();
  const [theme, changeTheme] = useState(readTheme);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [problem, setProblem] = useState("");
  const { place, chosen, delivery } = address;
  const isTimeline = place === "timeline";
  const isFlags = place === "flags";
  const isFlagPage = isFlags && address.flag !== "";
  const isInbox = place === "inbox";

  const reading = useRef({ isAtTop: true, chosen });
  reading.current.chosen = chosen;
  const isPressing = usePressing();
  // Who scrolled away or looks at a line must not have it pushed from under the eye, nor from under the pointer: a press that is let
  // go on another line is no click on either.
  // The addresses of flags and of trials are no filters of the timeline.
  const isOwn = isFlags || place === "try";
  const filters = isOwn ? NOTHING : address;
  const lines = useLines(
    filters,
    () => !reading.current.isAtTop || reading.current.chosen !== undefined || isPressing.current,
  );
  const refusals = useRefusals(place === "refused", lines.refusals);
  const flags = useFlags(address, lines.news);
  const flag = useFlag(address, lines.news);
  const inbox = useInbox(address, setProblem);
  const { value: status } = useFetched(
    `${lines.refusals} ${lines.inbox} ${lines.state} ${Math.floor(lines.news / 50)}`,
    () => ask<Status>("/api/status"),
    { keep: true },
  );

  useEffect(() => setTheme(theme), [theme]);
  useEffect(() => {
    document.title = isFlagPage ? `${address.flag} – Radar` : TITLES[place];
  }, [place, isFlagPage, address.flag]);

  const choose = useCallback(
    (id: number | undefined) => navigate({ chosen: id }, { replace: true }),
    [navigate],
  );
  const chooseDelivery = useCallback(
    (id: string) => navigate({ delivery: id }, { replace: true }),
    [navigate],
  );
  const chooseLine = useCallback(({ id }: Line) => choose(id), [choose]);
  const scrolled = useCallback((isAtTop: boolean) => {
    reading.current.isAtTop = isAtTop;
  }, []);
  const go = (next: Place): void =>
    navigate(
      isOwn || next === "flags" || next === "try"
        ? { ...NOTHING, place: next }
        : { place: next, chosen: undefined, delivery: "", state: "", reason: "" },
    );
  const close = useCallback(() => {
    if (reading.current.chosen === undefined && isFlagPage) navigate({ ...NOTHING, place: "flags" });
    else navigate({ chosen: undefined, delivery: "" }, { replace: true });
    document.querySelector<HTMLElement>("#rows")?.focus();
  }, [isFlagPage, navigate]);

  const step = (by: number): void => {
    if (isInbox) {
      const ids = (inbox.deliveries ?? []).map(({ id }) => id);
      const index = stepFrom(ids.indexOf(delivery), by, ids.length);
      if (ids[index] === undefined) return;
      chooseDelivery(ids[index]);
      document.querySelector(`#delivery-${index}`)?.scrollIntoView({ block: "nearest" });
      return;
    }
    if (isFlags && !isFlagPage) {
      stepLinks(by);
      return;
    }
    const shown = isTimeline ? lines.lines : isFlags ? flag.value?.history : refusals.value;
    const ids = (shown ?? []).map(({ id }) => id);
    const next = ids[stepFrom(chosen === undefined ? -1 : ids.indexOf(chosen), by, ids.length)];
    if (next === undefined) return;
    choose(next);
    document.querySelector(`#line-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const before = (): void => {
    const shown = isFlags ? flag.value?.history : lines.lines;
    const line = shown?.find(({ id }) => id === chosen);
    if (line !== undefined) navigate({ ...NOTHING, ...halfHourBefore(line.at), chosen });
  };
  const removeSamples = (): void => {
    request("/api/samples", { method: "DELETE" }).catch((error: unknown) =>
      setProblem((error as Error).message),
    );
  };

  const keys: readonly Key[] = [
    { keys: ["t"], does: "Timeline", run: () => go("timeline") },
    { keys: ["f"], does: "Flags", run: () => go("flags") },
    { keys: ["r"], does: "Refused", run: () => go("refused") },
    { keys: ["i"], does: "Inbox", run: () => go("inbox") },
    { keys: ["s"], does: "Try it: send a sample", run: () => go("try") },
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

  const hasDetail = isInbox ? delivery !== "" : chosen !== undefined;
  return (
    <div class={hasDetail ? "app has-detail" : "app"}>
      <Header
        place={place}
        refusals={status?.refusals ?? 0}
        dead={(isInbox ? inbox.overview?.counts?.dead : undefined) ?? status?.dead ?? 0}
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
      {isInbox && inbox.overview !== undefined && (
        <section class="inbox-top" aria-label="The inbox at a glance">
          <Warnings overview={inbox.overview} />
          <InboxHead overview={inbox.overview} address={address} navigate={navigate} />
          <InboxTools overview={inbox.overview} address={address} navigate={navigate} act={inbox.act} />
        </section>
      )}
      <main>
        {isTimeline && (
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
        )}
        {isFlags && !isFlagPage && <Flags flags={flags} address={address} navigate={navigate} />}
        {isFlagPage && (
          <FlagPage fetched={flag} address={address} navigate={navigate} onChoose={chooseLine} />
        )}
        {place === "refused" && <Refused refusals={refusals} chosen={chosen} onChoose={choose} />}
        {place === "try" && <TryIt address={address} navigate={navigate} />}
        {isInbox && <Inbox inbox={inbox} address={address} navigate={navigate} onChoose={chooseDelivery} />}
        {(isTimeline || isFlags) && chosen !== undefined && (
          <Detail id={chosen} place={place} news={lines.datafiles} navigate={navigate} onClose={close} />
        )}
        {place === "refused" && chosen !== undefined && (
          <RefusalDetail id={chosen} news={lines.refusals} navigate={navigate} onClose={close} />
        )}
        {isInbox && delivery === TRIALS && (
          <Trials overview={inbox.overview} act={inbox.act} onClose={close} />
        )}
        {isInbox && delivery !== "" && delivery !== TRIALS && (
          <DeliveryDetail
            id={delivery}
            version={versionOf(inbox.deliveries?.find(({ id }) => id === delivery))}
            navigate={navigate}
            act={inbox.act}
            onClose={close}
          />
        )}
      </main>
      <Help isOpen={isHelpOpen} keys={keys} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** The place to step to in a list; the first where nothing is chosen. */
function stepFrom(place: number, by: number, length: number): number {
  return place < 0 ? 0 : Math.min(length - 1, Math.max(0, place + by));
}

/** Moves the focus along a list of links. */
function stepLinks(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>("a.row")];
  links[stepFrom(links.indexOf(document.activeElement as HTMLElement), by, links.length)]?.focus();
}

/** Changes with whatever may change a delivery. One that left the list has changed, too. */
function versionOf(delivery: DeliveryRow | undefined): string {
  return delivery === undefined ? "gone" : `${delivery.state} ${delivery.attempt}`;
}

function countOf(total: number): string {
  return `${total.toLocaleString()} ${total === 1 ? "line" : "lines"}`;
}
