import type { Check } from "@flaghook/core";
import {
  absent,
  array,
  boolean,
  isObject,
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
import { onceEach, type PayloadCheck } from "@flaghook/core/shape";
import { actionPayloads, SHAPE, type EventShape } from "./shape.ts";
import { createParts, type NodeFields, type Parts } from "./parts.ts";

/** One for each check, so that a field that may be absent is known by its check. */
const nullishOf = /* @__PURE__ */ onceEach(nullish);

/** The checks that most fields have. */
const PLAIN: readonly Check[] = [
  string,
  /* @__PURE__ */ nullishOf(string),
  /* @__PURE__ */ nullishOf(number),
  /* @__PURE__ */ nullishOf(boolean),
];

const parts: Parts<Check> = /* @__PURE__ */ createParts({
  string: () => string,
  number: () => number,
  boolean: () => boolean,
  unknown: () => unknown,
  absent: () => absent,
  array,
  object: quick,
  union,
  literal,
  nullable,
  nullish: nullishOf,
  lazy,
});

/**
 * Core's `object`, which says where a payload fails, behind loops that only say whether. Most
 * fields may be absent or hold a plain value: these cost no call each, which makes a check a third
 * faster.
 */
function quick(fields: NodeFields<Check>): Check {
  const slow = object(fields);
  const names = Object.keys(fields);
  const [sureTexts, texts, numbers, booleans] = PLAIN.map((check) =>
    names.filter((name) => fields[name] === check),
  ) as [string[], string[], string[], string[]];
  const others = Object.entries(fields).filter(([, check]) => !PLAIN.includes(check));
  return (value, issues) => {
    if (issues !== undefined || !isObject(value)) return slow(value, issues);
    for (const name of texts) {
      const member = value[name];
      if (typeof member !== "string" && member !== null && member !== undefined) return false;
    }
    for (const name of sureTexts) {
      if (typeof value[name] !== "string") return false;
    }
    for (const name of numbers) {
      const member = value[name];
      if (!Number.isFinite(member) && member !== null && member !== undefined) return false;
    }
    for (const name of booleans) {
      const member = value[name];
      if (typeof member !== "boolean" && member !== null && member !== undefined) return false;
    }
    for (const [name, check] of others) {
      if (!check(value[name])) return false;
    }
    return true;
  };
}

/** The check of an event's payload, built when it first runs. */
export function eventCheck<Payload>(shape: EventShape): PayloadCheck<Payload> {
  const check = lazy(() => build(shape)) as PayloadCheck<Payload>; // the type is all there is of PAYLOAD
  return Object.defineProperty(check, SHAPE, { value: shape });
}

function build(shape: EventShape): Check {
  if (!shape.actions || shape.isActionOptional) return parts.o(shape.fields(parts));
  return variants("action", actionPayloads(parts, shape, lazy));
}
