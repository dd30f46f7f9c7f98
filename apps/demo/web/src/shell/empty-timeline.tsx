import type { JSX } from "preact";
import type { Status } from "../../../src/api/contract.ts";
import { Notice } from "../parts/notice.tsx";

/** Nothing to show: because of the filters, or since nothing came yet. */
export function EmptyTimeline({
  isFiltered,
  status,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly status: Status | undefined;
  readonly onClear: () => void;
}): JSX.Element {
  if (isFiltered) {
    return (
      <Notice title="No line passes these filters">
        <button type="button" onClick={onClear}>
          Clear filters
        </button>
      </Notice>
    );
  }
  return (
    <Notice title="Nothing came yet">
      <p>Point a webhook here. The terminal printed the secrets.</p>
      <ul class="receivers">
        {status?.receivers.map(({ provider, path }) => (
          <li key={provider}>
            <b>{provider}</b> <code>{location.origin + path}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
