import type { JSX } from "preact";
import type { Refusal } from "../../../src/api/contract.ts";
import { ask } from "../data/api.ts";
import { useFetched, type Fetched } from "../data/use-fetched.ts";
import { clockOf, dayOf } from "../format/time.ts";
import { Notice } from "../parts/notice.tsx";

/** Refusals that are kept, newest first. */
export function useRefusals(isShown: boolean, news: number): Fetched<readonly Refusal[]> {
  return useFetched(
    isShown ? `refusals#${news}` : undefined,
    async () => (await ask<{ readonly refusals: readonly Refusal[] }>("/api/refused")).refusals,
    { keep: true },
  );
}

/** The list of deliveries that were turned away. */
export function Refused({
  refusals,
  chosen,
  onChoose,
}: {
  readonly refusals: Fetched<readonly Refusal[]>;
  readonly chosen: number | undefined;
  readonly onChoose: (id: number) => void;
}): JSX.Element {
  const { value } = refusals;
  const today = Date.now();
  return (
    <section class="timeline" aria-label="Refused" aria-busy={refusals.state === "loading"}>
      {refusals.state === "failed" && (
        <Notice title="The refusals could not be loaded">
          <p>{refusals.error}</p>
        </Notice>
      )}
      {value?.length === 0 && (
        <Notice title="Nothing was refused">
          <p>Every delivery so far had a signature that holds.</p>
        </Notice>
      )}
      {value !== undefined && value.length > 0 && (
        <div
          class="rows scrolls"
          id="rows"
          role="listbox"
          tabIndex={0}
          aria-label="Refusals, newest first"
          {...(chosen !== undefined && { "aria-activedescendant": `line-${chosen}` })}
        >
          {value.map((refusal) => (
            <div
              key={refusal.id}
              id={`line-${refusal.id}`}
              class="row is-refusal"
              role="option"
              aria-selected={refusal.id === chosen}
              onClick={() => onChoose(refusal.id)}
            >
              <time dateTime={refusal.at}>
                {dayOf(refusal.at, today) !== "" && <span class="day">{dayOf(refusal.at, today)}</span>}{" "}
                {clockOf(refusal.at)}
              </time>
              <svg class="mark refused" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <path d="M2.5 2.5l7 7m0-7l-7 7" />
              </svg>
              <span class="sentence">
                <b class="refused">{refusal.code}</b>
                <span class="tail">{reasonOf(refusal)}</span>
              </span>
              <span class="from">{refusal.provider}</span>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

/** The likeliest cause in a few words, else what the sender was refused with. */
function reasonOf({ diagnosis, message, provider }: Refusal): string {
  const cause = diagnosis?.causes[0];
  return `  ${cause?.title ?? message.replace(`${provider}: `, "")}`;
}
