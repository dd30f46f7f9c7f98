import type { JSX } from "preact";
import type { InboxOverview } from "../../../src/api/contract.ts";
import { TRIALS, type Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import type { InboxView } from "./use-inbox.ts";

const REASONS = [
  ["attempts", "failed too often"],
  ["schema-mismatch", "unknown form"],
  ["replay", "replay, kept aside"],
  ["unreadable", "unreadable"],
] as const;

/** Which deliveries to show, and what can be done with many. */
export function InboxTools({
  overview,
  address,
  navigate,
  act,
}: {
  readonly overview: InboxOverview;
  readonly address: Address;
  readonly navigate: Navigate;
  readonly act: InboxView["act"];
}): JSX.Element {
  const { provider, reason, delivery } = address;
  const chosen = overview.providers.find(({ id }) => id === provider);
  const query = new URLSearchParams(
    Object.entries({ provider, reason }).filter(([, value]) => value !== ""),
  ).toString();
  const isTrying = delivery === TRIALS;
  const which = reason === "replay" ? "Handle all replays" : "Retry all dead";
  return (
    <div class="filters">
      <label class={provider === "" ? "select" : "select is-set"}>
        <span class="hidden">Provider</span>
        <select
          value={provider}
          onChange={(event) => navigate({ provider: event.currentTarget.value, delivery: "" })}
        >
          <option value="">Provider</option>
          {overview.providers.map(({ id, isPaused }) => (
            <option key={id} value={id}>
              {isPaused ? `${id} (paused)` : id}
            </option>
          ))}
        </select>
      </label>
      <label class={reason === "" ? "select" : "select is-set"}>
        <span class="hidden">Reason</span>
        <select
          value={reason}
          onChange={(event) => {
            const value = event.currentTarget.value;
            navigate({ reason: value, state: value === "" ? address.state : "dead", delivery: "" });
          }}
        >
          <option value="">Reason</option>
          {REASONS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {chosen !== undefined && (
        <button
          type="button"
          onClick={() =>
            void act(`/api/inbox/providers/${chosen.id}/${chosen.isPaused ? "resume" : "pause"}`, "POST")
          }
        >
          {chosen.isPaused ? `Resume ${chosen.id}` : `Pause ${chosen.id}`}
        </button>
      )}
      {(overview.counts?.dead ?? 0) > 0 && (
        <button type="button" onClick={() => void act(`/api/inbox/retry?${query}`, "POST")}>
          {provider === "" ? which : `${which} of ${provider}`}
        </button>
      )}
      <button
        type="button"
        class="trials-button"
        aria-pressed={isTrying}
        onClick={() => navigate({ delivery: isTrying ? "" : TRIALS })}
      >
        Try failure and recovery
      </button>
    </div>
  );
}
