import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ChangesPage } from "../../../src/api/contract.ts";
import { passes } from "../../../src/model/filter.ts";
import type { Line } from "../../../src/model/line.ts";
import { filterOf, filterSearch, type Address } from "../address/address.ts";
import { ask } from "./api.ts";
import { addArrived, addPage, EMPTY_LIST, showWaiting, type LineList } from "./line-list.ts";
import { listen, type Connection } from "./live.ts";

/** Arrived lines that are remembered, in case a page is on its way that was made before them. */
const REMEMBERED = 2000;

/** The timeline's lines: pages, and what arrives live. */
export interface Lines extends LineList {
  readonly state: "loading" | "ready" | "failed";
  readonly error: string;
  readonly connection: Connection;
  /** Rises with everything that arrives: what is counted elsewhere counts again. */
  readonly news: number;
  /** Rises with each refusal. */
  readonly refusals: number;
  /** Rises when deliveries died, or somebody saw to the dead. */
  readonly inbox: number;
  /** Rises with each datafile that was fetched. */
  readonly datafiles: number;
  readonly loadMore: () => void;
  readonly reload: () => void;
  readonly showWaiting: () => void;
}

/** Loads the lines of an address, and keeps them up to date. */
export function useLines(address: Address, isReading: () => boolean): Lines {
  const search = filterSearch(address).toString();
  const [list, setList] = useState<LineList>(EMPTY_LIST);
  const [loading, setLoading] = useState<{ readonly state: Lines["state"]; readonly error: string }>({
    state: "loading",
    error: "",
  });
  const [connection, setConnection] = useState<Connection>("connecting");
  const [news, setNews] = useState(0);
  const [refusals, setRefusals] = useState(0);
  const [inbox, setInbox] = useState(0);
  const [datafiles, setDatafiles] = useState(0);
  const [round, setRound] = useState(0);
  const live = useRef({
    lastId: 0,
    recent: [] as Line[],
    address,
    isListening: false,
    isLoadingMore: false,
    round: 0,
  });
  live.current.address = address;

  const startListening = useCallback(() => {
    if (live.current.isListening) return;
    live.current.isListening = true;
    listen({
      lastId: () => live.current.lastId,
      onLines(arrived) {
        const { current } = live;
        current.lastId = arrived.at(-1)!.id;
        current.recent = [...current.recent, ...arrived].slice(-REMEMBERED);
        const filter = filterOf(current.address);
        const passed = arrived.filter((line) => passes(filter, line));
        setList((before) => addArrived(before, passed, isReading()));
        setNews((count) => count + 1);
      },
      onNews(kind) {
        if (kind === "removed") setRound((count) => count + 1);
        else if (kind === "inbox") setInbox((count) => count + 1);
        else if (kind === "datafile") setDatafiles((count) => count + 1);
        else setRefusals((count) => count + 1);
        if (kind !== "inbox") setNews((count) => count + 1);
      },
      onConnection(next) {
        setConnection(next);
        if (next === "live") setRefusals((count) => count + 1);
      },
    });
    // oxlint-disable-next-line exhaustive-deps -- once for the life of the page
  }, []);

  useEffect(() => {
    let isCurrent = true;
    const { current } = live;
    setLoading({ state: "loading", error: "" });
    const load = async (): Promise<void> => {
      const { lines, next, total, newest } = await ask<ChangesPage>(`/api/changes?${search}`);
      if (!isCurrent) return;
      current.round++;
      const filter = filterOf(current.address);
      const since = current.recent.filter((line) => line.id > newest && passes(filter, line));
      setList(addArrived({ lines, waiting: [], next, total: total ?? lines.length }, since, false));
      current.lastId = Math.max(current.lastId, newest);
      setLoading({ state: "ready", error: "" });
      startListening();
    };
    load().catch((error: unknown) => {
      if (isCurrent) setLoading({ state: "failed", error: (error as Error).message });
    });
    return () => {
      isCurrent = false;
    };
  }, [search, round, startListening]);

  const loadMore = useCallback(() => {
    const { current } = live;
    if (list.next === null || current.isLoadingMore) return;
    current.isLoadingMore = true;
    const startedIn = current.round;
    const load = async (): Promise<void> => {
      const path = `/api/changes?${search}&cursor=${list.next}&limit=500`;
      const { lines, next } = await ask<ChangesPage>(path);
      if (current.round === startedIn) setList((before) => addPage(before, lines, next));
    };
    load()
      .catch((error: unknown) => setLoading({ state: "failed", error: (error as Error).message }))
      .finally(() => {
        current.isLoadingMore = false;
      });
  }, [list.next, search]);

  return {
    ...list,
    ...loading,
    connection,
    news,
    refusals,
    inbox,
    datafiles,
    loadMore,
    reload: useCallback(() => setRound((count) => count + 1), []),
    showWaiting: useCallback(() => setList(showWaiting), []),
  };
}
