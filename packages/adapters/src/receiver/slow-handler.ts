/** Calls back once after a delay in milliseconds. The function that it returns cancels that. */
export type Timer = (callback: () => void, delayMs: number) => () => void;

/** The longest delay that timers take; a longer one would fire at once. */
export const MAX_DELAY_MS: number = 2 ** 31 - 1;

/** The runtime's own timer. On Node it does not keep the process alive for a report. */
export const systemTimer: Timer = (callback, delayMs) => {
  const handle: unknown = setTimeout(callback, delayMs);
  if (
    typeof handle === "object" &&
    handle !== null &&
    "unref" in handle &&
    typeof handle.unref === "function"
  ) {
    handle.unref();
  }
  return () => {
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  };
};
