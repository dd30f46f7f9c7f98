import { readClock } from "../../delivery/clock.ts";
import type { Damage } from "../model/damage.ts";
import { millisecondsPerUnit, timestampText } from "./signed-time.ts";

/** The signature holds, but its time is far from now. */
export const timestampOld: Damage = {
  id: "timestamp-old",
  title: "The delivery is genuine, but its signed time is far from this machine's.",
  after: ["stale-timestamp"],

  signs(suspect) {
    const signed = Number(timestampText(suspect)) * millisecondsPerUnit(suspect);
    const seconds = Math.round((readClock(suspect.now) - signed) / 1000);
    const detail =
      seconds > 0
        ? `It was signed ${seconds} s ago: it was sent again, or kept and verified later, or this machine's clock is fast.`
        : `It was signed ${-seconds} s in the future: this machine's clock is slow, or the sender's is fast.`;
    return { certainty: "likely", detail };
  },

  fix: () =>
    "Set the clock by NTP. To look at a delivery that you kept, pass now: () => new Date(<when it came>). Do not widen the " +
    "tolerance: it is what stops replays.",
};
