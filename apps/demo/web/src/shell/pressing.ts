import { useEffect, useRef } from "preact/hooks";

/** Whether a pointer is down right now, in a reference that never changes. */
export function usePressing(): { readonly current: boolean } {
  const isPressing = useRef(false);
  useEffect(() => {
    const press = (): void => {
      isPressing.current = true;
    };
    // After the click, which comes behind it.
    const release = (): void => void setTimeout(() => (isPressing.current = false));
    addEventListener("pointerdown", press);
    for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, release);
    return () => {
      removeEventListener("pointerdown", press);
      for (const end of ["pointerup", "pointercancel"] as const) removeEventListener(end, release);
    };
  }, []);
  return isPressing;
}
