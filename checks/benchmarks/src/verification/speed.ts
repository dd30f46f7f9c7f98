import { budgets } from "./budgets.ts";
import { measure } from "../processes.ts";
import { providers } from "./providers.ts";
import { limited, times, type Row } from "../figures.ts";

/** How carefully to measure. */
export interface Care {
  readonly node: string;
  /** Alternating rounds of each pair. */
  readonly rounds: number;
  /** Processes of which the best counts: a busy machine only makes things slower. */
  readonly processes: number;
  /** Only contests whose name holds this text. */
  readonly match: string;
}

/** `verifySignature` in times of the bare HMAC's speed. */
export function signatureRows(care: Care): readonly Row[] {
  return entries("signature", care).map(([name, duration]) => {
    const min = name.includes("0.5 KB")
      ? budgets.signature[name.endsWith("Headers") ? "headers" : "plain"]
      : budgets.signatureLarge;
    return limited(name, 1 / duration, { min }, times);
  });
}

/** `verify` in times of the duration of the bare HMAC and JSON.parse. */
export function verifyRows(care: Care): readonly Row[] {
  return entries("verify", care).map(([name, duration]) => {
    const [id = ""] = name.split(",");
    return limited(name, duration, { max: providers[id]!.verifyBudget }, times);
  });
}

/** Others in times of the bare HMAC's speed. */
export function peerRows(care: Care): readonly Row[] {
  return entries("peers", care).map(([name, duration]) => ({ what: name, measured: times(1 / duration) }));
}

/** Durations by name, each the best of all processes. */
function entries(group: string, { node, rounds, processes, match }: Care): readonly [string, number][] {
  const best = new Map<string, number>();
  for (let run = 0; run < processes; run++) {
    const durations = measure("speed", [group, String(rounds), match], { node }) as Record<string, number>;
    for (const [name, duration] of Object.entries(durations)) {
      best.set(name, Math.min(duration, best.get(name) ?? Infinity));
    }
  }
  return [...best];
}
