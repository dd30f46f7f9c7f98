import type { JSX } from "preact";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { VList, type VListHandle } from "virtua";
import type { Line } from "../../../src/model/line.ts";
import { filterSearch, type Address } from "../address/address.ts";
import type { Lines } from "../data/use-lines.ts";
import { Notice } from "../parts/notice.tsx";
import { LineRow } from "./line-row.tsx";

/** Rows that may be left below before the next page is asked for. */
const AHEAD = 60;

const ROW_PX = 36;

/** The list of lines. */
export function Timeline({
  lines: list,
  address,
  onChoose,
  onScroll,
  empty,
}: {
  readonly lines: Lines;
  readonly address: Address;
  readonly onChoose: (line: Line) => void;
  readonly onScroll: (isAtTop: boolean) => void;
  readonly empty: JSX.Element;
}): JSX.Element {
  const virtual = useRef<VListHandle>(null);
  const { lines, waiting, state, error, loadMore } = list;
  const today = new Date().setHours(0, 0, 0, 0);
  const { chosen } = address;

  useEffect(() => {
    const index = lines.findIndex(({ id }) => id === chosen);
    const handle = virtual.current;
    if (index < 0 || handle === null) return;
    const first = handle.findItemIndex(handle.scrollOffset);
    const last = handle.findItemIndex(handle.scrollOffset + handle.viewportSize);
    if (index <= first || index >= last) handle.scrollToIndex(index, { align: "nearest" });
    // oxlint-disable-next-line exhaustive-deps -- lines that arrive must not move the page
  }, [chosen]);

  const scrolled = useCallback(
    (offset: number) => {
      onScroll(offset < ROW_PX / 2);
      const handle = virtual.current;
      if (handle !== null && handle.findItemIndex(offset + handle.viewportSize) > lines.length - AHEAD)
        loadMore();
    },
    [lines.length, loadMore, onScroll],
  );

  const show = (): void => {
    list.showWaiting();
    virtual.current?.scrollTo(0);
    onScroll(true);
  };

  return (
    <section class="timeline" aria-label="Timeline" aria-busy={state === "loading"}>
      {waiting.length > 0 && (
        <button type="button" class="waiting" id="waiting" onClick={show}>
          {waiting.length.toLocaleString()} new
        </button>
      )}
      {state === "failed" && (
        <Notice title="The timeline could not be loaded">
          <p>{error}</p>
          <button type="button" onClick={list.reload}>
            Try again
          </button>
        </Notice>
      )}
      {state === "ready" && lines.length === 0 && empty}
      {lines.length > 0 && (
        <VList
          key={filterSearch(address).toString()} // another list begins at its top
          // virtua's own handle takes the place of the element, which Preact's types do not know
          ref={virtual as never}
          class="rows"
          id="rows"
          role="listbox"
          tabIndex={0}
          aria-label="Lines, newest first"
          {...(chosen !== undefined && { "aria-activedescendant": `line-${chosen}` })}
          data={lines}
          itemSize={ROW_PX}
          onScroll={scrolled}
        >
          {(line) => (
            <LineRow
              key={line.id}
              line={line}
              isChosen={line.id === chosen}
              today={today}
              onChoose={onChoose}
            />
          )}
        </VList>
      )}
    </section>
  );
}
