import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { DeliveriesPage, DeliveryRow, InboxOverview } from "../../../src/api/contract.ts";
import type { Address } from "../address/address.ts";
import { ask, request } from "../data/api.ts";

/** How often to look. States change by the second, and each look is two small questions. */
const POLL_MS = 1000;

/** The inbox as the page last saw it. */
export interface InboxView {
  readonly overview: InboxOverview | undefined;
  readonly deliveries: readonly DeliveryRow[] | undefined;
  /** Where the next page begins; `null` after the last one. */
  readonly next: string | null;
  /** Why it could not be looked at. */
  readonly error: string;
  readonly loadMore: () => void;
  /** Does something, and looks again. Gives whether it was done; if not, the page says why. */
  readonly act: (path: string, method: "POST" | "PUT" | "DELETE") => Promise<boolean>;
}

interface Seen extends Pick<InboxView, "overview" | "error"> {
  readonly search: string;
  readonly pages: readonly DeliveriesPage[];
}

const NOTHING: Seen = { search: "", pages: [], overview: undefined, error: "" };

/** Looks at the inbox while it is on the screen. */
export function useInbox(address: Address, onProblem: (problem: string) => void): InboxView {
  const isShown = address.place === "inbox";
  const search = searchOf(address);
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const current = useRef(search);
  current.current = search;

  const look = useCallback(async () => {
    const asked = current.current;
    try {
      const [overview, page] = await Promise.all([
        ask<InboxOverview>("/api/inbox"),
        ask<DeliveriesPage>(`/api/inbox/deliveries?${asked}`),
      ]);
      if (asked !== current.current) return;
      // Pages that were loaded further down stay as they are.
      setSeen((before) => ({
        overview,
        error: "",
        search: asked,
        pages: before.search === asked ? [page, ...before.pages.slice(1)] : [page],
      }));
    } catch (error) {
      setSeen((before) => ({ ...before, error: (error as Error).message }));
    }
  }, []);

  useEffect(() => {
    if (!isShown) return undefined;
    let timer = 0;
    let isCurrent = true;
    const run = async (): Promise<void> => {
      if (!document.hidden) await look();
      if (isCurrent) timer = window.setTimeout(() => void run(), POLL_MS);
    };
    void run();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isShown, search, look]);

  const act = useCallback<InboxView["act"]>(
    async (path, method) => {
      try {
        await request(path, { method });
        return true;
      } catch (error) {
        onProblem((error as Error).message);
        return false;
      } finally {
        await look();
      }
    },
    [look, onProblem],
  );

  const isOfAddress = seen.search === search && seen.pages.length > 0;
  const next = isOfAddress ? seen.pages.at(-1)!.next : null;
  const loadMore = useCallback(() => {
    if (next === null) return;
    ask<DeliveriesPage>(`/api/inbox/deliveries?${search}&after=${encodeURIComponent(next)}`).then(
      (page) =>
        setSeen((before) =>
          before.search === search ? { ...before, pages: [...before.pages, page] } : before,
        ),
      (error: unknown) => onProblem((error as Error).message),
    );
  }, [next, search, onProblem]);

  return {
    overview: seen.overview,
    deliveries: isOfAddress ? withoutRepeats(seen.pages.flatMap(({ deliveries }) => deliveries)) : undefined,
    next,
    error: seen.error,
    loadMore,
    act,
  };
}

function searchOf({ state, provider, reason }: Address): string {
  const given = Object.entries({ state, provider, reason }).filter(([, value]) => value !== "");
  return new URLSearchParams(given).toString();
}

/** A delivery that changed its state while the pages were read is in two of them. */
function withoutRepeats(deliveries: readonly DeliveryRow[]): readonly DeliveryRow[] {
  return [
    ...new Map(deliveries.toReversed().map((delivery) => [delivery.id, delivery])).values(),
  ].toReversed();
}
