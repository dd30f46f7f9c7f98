import type { Description, Fields } from "../model/description.ts";
import {
  mentioned,
  type EventShape,
  type ShapeFields,
  type ShapeNode,
  type Shapes,
} from "../model/shapes.ts";

/** Shapes without what tells events apart. */
export type Unguarded = Pick<Shapes, "components"> & {
  readonly events: Readonly<Record<string, Omit<EventShape, "absent" | "ignoresAction" | "repeatable">>>;
};

/** How an event keeps others out, beside what it demands. */
export interface Defence {
  /** Keys that it refuses. */
  readonly absent: readonly string[];
  /** Whether it takes any action, though it has none. */
  readonly ignoresAction: boolean;
}

/** Whether payloads of one event would pass as another. */
export class Passing {
  readonly description: Description;
  readonly shapes: Unguarded;
  readonly #alwaysThere = new Map<string, readonly string[]>();
  readonly #mentioned = new WeakMap<ShapeFields, ShapeFields>();

  constructor(description: Description, shapes: Unguarded) {
    this.description = description;
    this.shapes = shapes;
  }

  /** Actions of `other` whose payloads would pass as `target`. */
  actions(other: string, target: string, { absent, ignoresAction }: Defence): readonly string[] {
    const shape = this.shapes.events[target]!;
    return Object.entries(this.description.events[other]!.actions).flatMap(([action, fields]) => {
      const always = this.alwaysThere(other, action);
      if (absent.some((key) => always.includes(key))) return [];
      // An action of the target that the payload may have, "" where the target asks for none.
      const candidates = this.#actionsIn(other, action).flatMap((one) => {
        const isNone = shape.actions.length === 0 && !shape.freeAction;
        if (isNone) return one === "" || ignoresAction ? [""] : [];
        if (one === "*") return shape.freeAction ? [""] : shape.actions;
        if (one === "") return shape.isActionOptional ? shape.actions : [];
        return shape.freeAction ? [""] : shape.actions.filter((listed) => listed === one);
      });
      const passes = (name: string): boolean =>
        this.#canPass(fields, { ...shape.fields, ...shape.only[name] }, 0);
      return candidates.some(passes) ? [action] : [];
    });
  }

  /** Keys that every payload of an action has, none of them with `null`. */
  alwaysThere(event: string, action: string): readonly string[] {
    return remember(this.#alwaysThere, `${event}.${action}`, () => this.#findAlwaysThere(event, action));
  }

  #findAlwaysThere(event: string, action: string): readonly string[] {
    const { fields, only } = this.shapes.events[event]!;
    const demanded: ShapeFields = { ...fields, ...only[action] };
    // Null is no less than absence to a check that refuses a key.
    return Object.entries(this.description.events[event]!.actions[action]!).flatMap(([key, field]) =>
      (field.required === 1 && !field.nullable) ||
      (demanded[key]?.optional === false && !demanded[key].nullable)
        ? [key]
        : [],
    );
  }

  /**
   * What a payload of an action may have as its action: a caller of repository_dispatch gives it
   * any.
   */
  #actionsIn(event: string, action: string): readonly string[] {
    return this.shapes.events[event]!.isActionOptional ? [action, ""] : [action];
  }

  /**
   * Whether an object of these documented fields could pass where these are demanded. In doubt it
   * could.
   */
  #canPass(given: Fields, wanted: ShapeFields, depth: number): boolean {
    return Object.entries(wanted).every(([key, field]) => {
      const there = given[key];
      if (there === undefined) return field.optional;
      if (field.optional && (there.required ?? 0) < 1) return true;
      if (there.nullable && (field.optional || field.nullable)) return true;
      return this.#canHold(there, field, depth);
    });
  }

  #canHold(there: Fields[string], wanted: ShapeNode, depth: number): boolean {
    if (there.is?.includes("any") || wanted.is?.includes("any") || depth > 6) return true;
    if (there.is?.some((kind) => wanted.is?.includes(kind))) return true;
    if (there.array !== undefined && wanted.array !== undefined) return true;
    const object =
      there.component === undefined ? there.fields : this.description.components[there.component];
    const fields =
      wanted.component === undefined ? wanted.fields : this.shapes.components[wanted.component]!.fields;
    const demands =
      fields !== undefined && wanted.loose
        ? remember(this.#mentioned, fields, () => mentioned(fields))
        : fields;
    if (object === undefined) return there.map !== undefined && (demands ?? wanted.bag) !== undefined;
    if (demands === undefined) return wanted.bag === true;
    return this.#canPass(object, demands, depth + 1);
  }
}

/** Every pair of events asks for the same again. */
function remember<Key extends WeakKey | string, Value>(
  known: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  find: () => Value,
): Value {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
