import type { Cause } from "@flaghook/core/explain";
import { diffWordsWithSpace } from "diff";
import { eventsOfSize } from "../database/events.ts";
import { findLineOfEvent } from "../database/lines.ts";
import type { Damage } from "../database/refusals.ts";
import type { Database } from "../database/schema.ts";

/** Below this likeness two bodies are two events, and a comparison would mislead. */
const LEAST_LIKENESS = 0.6;

/** How long to look for the differences of two bodies. */
const TIMEOUT_MS = 200;

/**
 * Marks where a refused body differs from the verified delivery that it is most like: the genuine
 * one that somebody changed, or printed again. `undefined` where none is like it.
 */
export async function findDamage(
  database: Database,
  provider: string,
  text: string,
): Promise<Damage | undefined> {
  const bare = withoutSpace(text);
  const bytes = new TextEncoder().encode(text).length;
  const candidates = await eventsOfSize(database, provider, {
    least: Math.floor(bytes * 0.7) - 100,
    most: Math.ceil(bytes * 1.4) + 100,
  });
  let best: { readonly signed: string; readonly dedupeKey: string; readonly likeness: number } | undefined;
  for (const { body, dedupeKey } of candidates) {
    const signed = new TextDecoder().decode(body);
    const likeness = likenessOf(bare, withoutSpace(signed));
    if (likeness > (best?.likeness ?? LEAST_LIKENESS)) best = { signed, dedupeKey, likeness };
  }
  if (best === undefined) return undefined;
  // An event that came again unchanged, under another secret say, has no damage to show.
  if (best.signed === text) return { comparedWith: undefined, pieces: [{ text, is: "same" }] };
  const parts = diffWordsWithSpace(best.signed, text, { timeout: TIMEOUT_MS, maxEditLength: 2000 });
  if (parts === undefined) return undefined;
  return {
    comparedWith: await findLineOfEvent(database, provider, best.dedupeKey),
    pieces: parts.map(({ value, added, removed }) => ({
      text: value,
      is: added ? "extra" : removed ? "missing" : "same",
    })),
  };
}

/** Says in words what the comparison shows, where it shows something. */
export function causeOfDamage({ pieces }: Pick<Damage, "pieces">): Cause | undefined {
  const places = pieces.filter(
    ({ is }, index) => is !== "same" && pieces[index - 1]?.is !== "missing",
  ).length;
  // Whether the genuine one is a line already does not matter: its handling may come later.
  if (places === 0) return undefined;
  return {
    id: "verified-body-changed",
    certainty: "likely",
    title: "The body is that of a verified delivery, changed.",
    detail: `It differs from a delivery that verified in ${places === 1 ? "one place" : `${places} places`}, marked below.`,
    fix: "If nothing between the sender and here edits bodies, somebody copied a delivery and changed it: leave it refused.",
  };
}

/** The share of two texts that is the same at their beginnings and ends. */
function likenessOf(one: string, other: string): number {
  const most = Math.max(one.length, other.length);
  const least = Math.min(one.length, other.length);
  if (least === 0) return 0;
  let head = 0;
  while (head < least && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < least - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return (head + tail) / most;
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, "");
}
