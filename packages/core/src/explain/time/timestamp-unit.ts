import { readClock } from "../../delivery/clock.ts";
import type { Damage, Undone } from "../model/damage.ts";
import type { Suspect } from "../model/suspect.ts";
import { millisecondsPerUnit, timestampText, withTimestamp } from "./signed-time.ts";

const LATEST_DATE = 8.64e15;

/** The signed time is in another unit, or written in another way. */
export const timestampUnit: Damage = {
  id: "timestamp-unit",
  title: "The signed time is in another unit or form.",
  after: ["malformed-signature", "signature-mismatch", "stale-timestamp"],

  *undo(suspect): Generator<Undone> {
    const text = timestampText(suspect);
    if (text === undefined) return;
    const unit = millisecondsPerUnit(suspect) === 1 ? "milliseconds" : "seconds";
    if (suspect.refusal === "stale-timestamp") {
      const now = clockInOtherUnit(suspect, Number(text));
      if (now === undefined) return;
      const found = unit === "seconds" ? "milliseconds" : "seconds";
      yield {
        change: { now },
        detail: `The sender signs its time in ${found}, and the scheme reads ${unit}.`,
      };
      return;
    }
    for (const written of rewritten(text, millisecondsPerUnit(suspect))) {
      if (written === text) continue;
      const change = withTimestamp(suspect, written);
      yield {
        change,
        detail: `The time was rewritten on its way: the sender signed it in whole ${unit}.`,
      };
    }
  },

  fix: ({ scheme }) =>
    `Pass the time's text on exactly as it came. If the sender itself writes it so, set scheme.timestamp.unit to ` +
    `"${scheme.timestamp?.unit === "ms" ? "s" : "ms"}".`,
};

/**
 * A clock with which core accepts exactly those times that are right in the other unit: as far from
 * the signed time as it is in that unit from the true clock.
 */
function clockInOtherUnit(suspect: Suspect, signed: number): (() => Date) | undefined {
  const own = signed * millisecondsPerUnit(suspect);
  const other = signed * (millisecondsPerUnit(suspect) === 1 ? 1000 : 1);
  const shifted = own + readClock(suspect.now) - other;
  return shifted >= 0 && shifted <= LATEST_DATE ? () => new Date(shifted) : undefined;
}

/** The number of units that a rewritten time may have been. */
function* rewritten(text: string, unit: number): Generator<string> {
  if (/^\d{1,16}$/.test(text)) {
    yield String(Math.floor(Number(text) / 1000));
    if (text.length <= 13) yield `${text}000`;
  } else if (/^\d{1,16}\.\d{1,9}$/.test(text)) {
    yield String(Math.floor(Number(text)));
    yield String(Math.round(Number(text) * 1000));
  } else if (text.length <= 40) {
    const date = Date.parse(text);
    if (Number.isFinite(date) && date >= 0) yield String(Math.floor(date / unit));
  }
}
