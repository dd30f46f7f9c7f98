import type { JSX } from "preact";
import type { DeliveryRow } from "../../../src/api/contract.ts";
import { clockOf, dayOf } from "../format/time.ts";
import { stateWords } from "./delivery-words.ts";
import { StateMark } from "./state-mark.tsx";

/** The rows of the inbox. Their places name their elements: an id of a store can hold anything. */
export function DeliveryList({
  deliveries,
  chosen,
  onChoose,
}: {
  readonly deliveries: readonly DeliveryRow[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  const now = Date.now();
  const place = deliveries.findIndex(({ id }) => id === chosen);
  return (
    <div
      class="rows scrolls"
      id="rows"
      role="listbox"
      tabIndex={0}
      aria-label="Deliveries"
      {...(place >= 0 && { "aria-activedescendant": `delivery-${place}` })}
    >
      {deliveries.map((delivery, index) => {
        const { id, provider, name, receivedAt, attempt, error, state } = delivery;
        const day = dayOf(receivedAt, now);
        return (
          <div
            key={id}
            id={`delivery-${index}`}
            class={`row is-delivery is-${state}`}
            role="option"
            aria-selected={id === chosen}
            onClick={() => onChoose(id)}
          >
            <time dateTime={receivedAt}>
              {day !== "" && <span class="day">{day}</span>} {clockOf(receivedAt)}
            </time>
            <StateMark state={state} error={error} />
            <span class="sentence">
              <b>{name ?? "unreadable"}</b> <span class="state">{stateWords(delivery, now)}</span>
              {error !== null && <span class="tail">: {error}</span>}
            </span>
            <span class="from">
              {attempt > 1 && <span class="attempt">attempt {attempt}</span>} {provider}
            </span>
          </div>
        );
      })}
    </div>
  );
}
