import type { Check } from "@flaghook/core";
import {
  absent,
  array,
  boolean,
  lazy,
  literal,
  nullable,
  nullish,
  number,
  object,
  string,
  union,
  unknown,
  variants,
} from "@flaghook/core/check";
import { fieldsOf, ownFields, SHAPE, words, type EventShape, type Kit, type Shape } from "./kit.ts";

/** A plain check of one event's payload. `Payload` is what a value that passes is; the check itself only answers. */
export interface PayloadCheck<Payload> extends Check {
  /** Never there: it carries the type. */
  readonly payload?: Payload;
}

const components = /* @__PURE__ */ new Map<Shape, Check>();

function component(shape: Shape): Check {
  let check = components.get(shape);
  if (check === undefined) components.set(shape, (check = lazy(() => object(shape(kit)))));
  return check;
}

const bag: Check = (value, issues) => object({})(value, issues);
const text: Check = (value, issues) => union(number, string)(value, issues);

const kit: Kit<Check> = {
  s: string,
  S: (value, issues) => value === null || value === undefined || string(value, issues),
  n: number,
  N: (value, issues) => value === null || value === undefined || number(value, issues),
  b: boolean,
  B: (value, issues) => value === null || value === undefined || boolean(value, issues),
  t: text,
  T: (value, issues) => value === null || value === undefined || text(value, issues),
  m: bag,
  M: (value, issues) => value === null || value === undefined || bag(value, issues),
  u: unknown,
  x: absent,
  a: array,
  A: (element) => nullish(array(element)),
  o: object,
  O: (fields) => nullish(object(fields)),
  c: component,
  C: (shape) => nullish(component(shape)),
  all: (lists) => fieldsOf(lists, (letter) => kit[letter]),
  was: (lists) => fieldsOf(lists, (letter) => nullish(object({ from: kit[letter] }))),
  or: union,
  nil: nullable,
  Nil: nullish,
};

/** The check of an event's payload, built when it first runs. */
export function eventCheck<Payload>(shape: EventShape): PayloadCheck<Payload> {
  return Object.defineProperty(lazy(() => build(shape)), SHAPE, { value: shape });
}

function build({ actions = "", fields, only }: EventShape): Check {
  const common = fields(kit);
  if (actions === "") return object(common);
  const own = ownFields(kit, only);
  const checks = words(actions).map((action) => {
    const check = lazy(() => object({ action: literal(action), ...common, ...own.get(action) }));
    return [action, check] as const;
  });
  return variants("action", Object.fromEntries(checks));
}
