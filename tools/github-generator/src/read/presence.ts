import type { Kind } from "./evidence.ts";

/** How often recorded payloads had which keys: counts without any value, by event. */
export interface Presence {
  /** Deliveries since 2018. */
  readonly since2018: Readonly<Record<string, EventPresence>>;
  /** Deliveries from before: what they lack is no longer sent, or was not sent yet. */
  readonly older: Readonly<Record<string, EventPresence>>;
}

export interface EventPresence {
  readonly payloads: number;
  /** Projects that recorded them. */
  readonly sources: number;
  /** Keys at the top by action; `key:null` counts nulls. Empty for an event without actions. */
  readonly actions: Readonly<
    Record<string, { readonly n: number; readonly keys: Readonly<Record<string, number>> }>
  >;
  /** Objects by their path, `.` being the payload and `[]` the elements of a list, over all actions. */
  readonly objects: Readonly<Record<string, ObjectPresence>>;
}

export interface ObjectPresence {
  /** Objects that were seen there. */
  readonly n: number;
  /** Projects that recorded them. */
  readonly sources: number;
  /** What each key held: a kind alone when all of the objects had it. */
  readonly keys: Readonly<Record<string, Kind | Readonly<Partial<Record<Kind, number>>>>>;
}

/** How often a key held what, in all objects of a path. */
export function countsOf(object: ObjectPresence, key: string): Readonly<Partial<Record<Kind, number>>> {
  const counts = object.keys[key] ?? {};
  return typeof counts === "string" ? { [counts]: object.n } : counts;
}
