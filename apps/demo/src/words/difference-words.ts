import { isDeepStrictEqual } from "node:util";
import { shareWords, valueWords } from "./value-words.ts";

type Shares = Readonly<Record<string, number>>;

/** Properties that flags of several providers have, in the words of people. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["targeting", "targeting changed"],
  ["rules", "targeting changed"],
  ["variations", "variations changed"],
  ["variation", "variations changed"],
  ["defaultRule", "default rule changed"],
  ["metadata", "metadata changed"],
  ["scheduledRollout", "schedule changed"],
  ["experimentation", "experiment changed"],
]);

/**
 * How two versions of a flag differ, shortly; `undefined` when they say nothing that has a word.
 */
export function differenceWords(before: unknown, after: unknown): string | undefined {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const rollout = rolloutWords(before["defaultRule"], after["defaultRule"]);
  if (rollout !== undefined) return rollout;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter(
    (name) => name !== "version" && !isDeepStrictEqual(before[name], after[name]),
  );
  const [first, ...others] = changed;
  if (first === undefined) return undefined;
  if (others.length > 1) return `${changed.length} properties changed`;
  return changed.map((name) => NAMES.get(name) ?? `${name} changed`).join(", ");
}

/** What most people get: by share, or all of them one variation. */
function rolloutWords(before: unknown, after: unknown): string | undefined {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const [from, to] = [sharesOf(before["percentage"]), sharesOf(after["percentage"])];
  if (from !== undefined && to !== undefined) return shareDifference(from, to);
  const [served, serves] = [before["variation"], after["variation"]];
  if (served === serves) return undefined;
  if (served === undefined) return `serves ${valueWords(serves)} to all`;
  return serves === undefined && to !== undefined
    ? `serves ${shareWords(to)}`
    : `serves ${valueWords(served)} → ${valueWords(serves)}`;
}

/** The variation that gained most tells the whole story where there are two. */
function shareDifference(from: Shares, to: Shares): string | undefined {
  const gains = Object.keys({ ...from, ...to }).map((name) => ({
    name,
    gain: (to[name] ?? 0) - (from[name] ?? 0),
  }));
  const most = gains.toSorted((one, other) => other.gain - one.gain)[0];
  if (most === undefined || most.gain === 0) return undefined;
  return `${most.name} ${Math.round(from[most.name] ?? 0)} % → ${Math.round(to[most.name] ?? 0)} %`;
}

function sharesOf(value: unknown): Shares | undefined {
  if (!isRecord(value) || !Object.values(value).every((share) => typeof share === "number")) return undefined;
  return value as Shares;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
