import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { fullTimeOf } from "../format/time.ts";

interface Selection {
  readonly from: string;
  readonly to: string;
}

interface Share {
  readonly start: number;
  readonly end: number;
}

/** Below this share of the width a drag was a click. */
const LEAST_SHARE = 0.006;

/** Chooses a range of time by dragging, or with the arrow keys at its two ends. */
export function Brush({
  range,
  selection,
  onSelect,
  children,
}: {
  readonly range: { readonly from: number; readonly to: number; readonly stepMs: number };
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Share>();
  const length = range.to - range.from;
  const shareOf = (at: number): number => Math.min(1, Math.max(0, (at - range.from) / length));
  const timeOf = (share: number): string => new Date(Math.round(range.from + share * length)).toISOString();
  const pointed = (event: PointerEvent): number => {
    const { left, width } = box.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const chosen: Share | undefined =
    selection.from === "" && selection.to === ""
      ? undefined
      : {
          start: selection.from === "" ? 0 : shareOf(Date.parse(selection.from)),
          end: selection.to === "" ? 1 : shareOf(Date.parse(selection.to)),
        };
  const shown = drag === undefined ? chosen : ordered(drag);

  const begin = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest("[data-mark], [role=slider]") !== null)
      return;
    box.current!.setPointerCapture(event.pointerId);
    setDrag({ start: pointed(event), end: pointed(event) });
  };
  const go = (event: PointerEvent): void => {
    if (drag !== undefined) setDrag({ ...drag, end: pointed(event) });
  };
  const end = (): void => {
    if (drag === undefined) return;
    const { start, end: last } = ordered(drag);
    setDrag(undefined);
    if (last - start >= LEAST_SHARE) onSelect({ from: timeOf(start), to: timeOf(last) });
    else if (chosen !== undefined) onSelect({ from: "", to: "" });
  };

  const handle = (name: "from" | "to", share: number): JSX.Element => {
    const move = (event: KeyboardEvent): void => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const at = shareOf(range.from + share * length + step * range.stepMs);
      const bounded = name === "from" ? Math.min(at, chosen?.end ?? 1) : Math.max(at, chosen?.start ?? 0);
      onSelect({
        from: name === "from" ? timeOf(bounded) : selection.from || timeOf(0),
        to: name === "to" ? timeOf(bounded) : selection.to || timeOf(1),
      });
    };
    return (
      <span
        class="handle"
        role="slider"
        tabIndex={0}
        aria-label={name === "from" ? "Beginning of the chosen time" : "End of the chosen time"}
        aria-valuemin={range.from}
        aria-valuemax={range.to}
        aria-valuenow={Math.round(range.from + share * length)}
        aria-valuetext={fullTimeOf(timeOf(share))}
        style={{ left: `${share * 100}%` }}
        onKeyDown={move}
      />
    );
  };

  return (
    <div
      ref={box}
      class={`brush${shown === undefined ? "" : " has-selection"}`}
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
    >
      {children}
      {shown !== undefined && (
        <span
          class="selection"
          style={{ left: `${shown.start * 100}%`, width: `${(shown.end - shown.start) * 100}%` }}
        />
      )}
      {handle("from", shown?.start ?? 0)}
      {handle("to", shown?.end ?? 1)}
    </div>
  );
}

function ordered({ start, end }: Share): Share {
  return start <= end ? { start, end } : { start: end, end: start };
}
