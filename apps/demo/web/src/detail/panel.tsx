import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isNarrow } from "../shell/narrow.ts";

/** What is beside the list, or over it on a phone. */
export function Panel({
  label,
  isBusy,
  onClose,
  children,
}: {
  readonly label: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const close = useRef<HTMLButtonElement>(null);
  // Whatever had the focus is hidden below it.
  useEffect(() => {
    if (isNarrow()) close.current?.focus();
  }, []);
  return (
    <aside class="detail" aria-label={label} aria-busy={isBusy}>
      <button ref={close} type="button" class="close quiet" onClick={onClose} aria-label="Close">
        ×
      </button>
      {children}
    </aside>
  );
}
