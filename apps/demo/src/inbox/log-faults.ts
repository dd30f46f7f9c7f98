import { compileLimit } from "@flaghook/core/inbox";

/**
 * Makes the function that logs faults of the inbox. A server that is away fails many times a
 * second: equal lines come once a minute, with their number.
 */
export function logFaults(log: (line: string) => void, now: () => Date): (error: unknown) => void {
  const countOf = compileLimit(now);
  return (error) => {
    const line = String(error);
    const count = countOf(line);
    if (count > 0) log(count === 1 ? line : `${line} (${count} of these since the last such line)`);
  };
}
