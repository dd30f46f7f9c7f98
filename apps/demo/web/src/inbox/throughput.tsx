import type { JSX } from "preact";
import type { InboxOverview } from "../../../src/api/contract.ts";

const HEIGHT = 28;

/** What was handled in each of the last 60 seconds, and what failed. */
export function ThroughputView({ handled, failed }: InboxOverview["throughput"]): JSX.Element {
  const most = Math.max(4, ...handled.map((count, second) => count + failed[second]!));
  const height = (count: number): number => (count / most) * HEIGHT;
  const sums = [handled, failed].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return (
    <figure class="throughput">
      <svg
        viewBox={`0 0 60 ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`In the last minute ${sums[0]} attempts worked, and ${sums[1]} failed`}
      >
        <path class="base" d={`M0 ${HEIGHT - 0.5}h60`} />
        <path class="added" d={bars(handled, height, () => 0)} />
        <path class="removed" d={bars(failed, height, (second) => height(handled[second]!))} />
      </svg>
      <figcaption>
        <b>{perSecond(handled)}</b> handled a second
        {sums[1]! > 0 && (
          <>
            , <b class="removed">{sums[1]!.toLocaleString()}</b> failed in a minute
          </>
        )}
      </figcaption>
    </figure>
  );
}

function bars(
  counts: readonly number[],
  height: (count: number) => number,
  base: (second: number) => number,
): string {
  return counts
    .map((count, second) =>
      count === 0 ? "" : `M${second + 0.1} ${HEIGHT - base(second)}h.8v${-height(count)}h-.8z`,
    )
    .join("");
}

/** Over the last ten whole seconds. */
function perSecond(handled: readonly number[]): string {
  const sum = handled.slice(-11, -1).reduce((total, count) => total + count, 0);
  return (sum / 10).toLocaleString(undefined, { maximumFractionDigits: 1 });
}
