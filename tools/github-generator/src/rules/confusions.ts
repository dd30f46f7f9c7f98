import type { Description } from "../model/description.ts";
import { Passing, type Defence, type Unguarded } from "./can-pass.ts";

/** Payloads of one event that pass under the name of another: nothing that is documented tells them apart. */
export interface Confusion {
  readonly from: string;
  readonly to: string;
  /** The actions of `from` that pass, `""` where it has none. */
  readonly actions: readonly string[];
  /** Keys that have to be `null`. */
  readonly nulls: readonly string[];
  /** Keys that `from` need not have, and `to` must. */
  readonly extras: readonly string[];
}

/** Every pair of events that can still be taken for each other. */
export function findConfusions(
  description: Description,
  shapes: Unguarded,
  defenceOf: (event: string) => Defence,
): readonly Confusion[] {
  const passing = new Passing(description, shapes);
  const names = Object.keys(shapes.events);
  return names.flatMap((to) =>
    names.flatMap((from) => {
      if (from === to) return [];
      const defence = defenceOf(to);
      const actions = passing.actions(from, to, defence);
      if (actions.length === 0) return [];
      const documented = actions.map((action) => description.events[from]!.actions[action]!);
      const nulls = defence.absent.filter((key) => documented.every((fields) => fields[key]?.required === 1));
      const extras = Object.entries(shapes.events[to]!.fields).flatMap(([key, { optional }]) =>
        !optional && documented.some((fields) => (fields[key]?.required ?? 0) < 1) ? [key] : [],
      );
      return [{ from, to, actions, nulls, extras }];
    }),
  );
}
