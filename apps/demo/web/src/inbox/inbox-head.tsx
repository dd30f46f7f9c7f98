import type { JSX } from "preact";
import type { InboxOverview } from "../../../src/api/contract.ts";
import type { Address } from "../address/address.ts";
import type { Navigate } from "../address/use-address.ts";
import { ThroughputView } from "./throughput.tsx";

const STATES = ["pending", "running", "dead", "done"] as const;

const ENGINES = { sqlite: "SQLite", bullmq: "Redis (BullMQ)", "pg-boss": "Postgres (pg-boss)" } as const;

/** How many deliveries are in each state, how fast they are handled, and what keeps them. */
export function InboxHead({
  overview,
  address,
  navigate,
}: {
  readonly overview: InboxOverview;
  readonly address: Address;
  readonly navigate: Navigate;
}): JSX.Element {
  const { counts, engine, throughput } = overview;
  const choose = (state: string): void =>
    navigate({ state: state === address.state ? "" : state, reason: "", delivery: "" });
  return (
    <div class="inbox-head">
      <div class="states" role="group" aria-label="States">
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            class={`state-count is-${state}`}
            aria-pressed={address.state === state}
            onClick={() => choose(state)}
          >
            <span class="state-name">{state}</span>
            <span class="amount">{counts === null ? "–" : counts[state].toLocaleString()}</span>
          </button>
        ))}
      </div>
      <ThroughputView {...throughput} />
      <p class="engine">
        <b>{ENGINES[engine.name]}</b> <span title={engine.place}>{shortPlace(engine.place)}</span>
      </p>
    </div>
  );
}

/** The file itself, or the server. */
function shortPlace(place: string): string {
  return place.startsWith("/") ? place.split("/").slice(-2).join("/") : place;
}
