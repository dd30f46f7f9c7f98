import type { WebhookIssue } from "../errors/error.ts";
import { MAX_ISSUES } from "./issue-limit.ts";
import { toPathPart } from "./issue-path.ts";

/**
 * A check of a parsed JSON value: true when it has the shape. Synchronous, and never copies. One
 * that throws has refused the value: `verify` says `schema-mismatch`.
 *
 * With `issues` it goes on after the first fault and records each one; without, it stops there.
 */
export type Check = (value: unknown, issues?: IssueCollector) => boolean;

/** Where a check is, and the issues so far. {@link collectIssues} makes it; checks pass it on. */
export interface IssueCollector {
  readonly path: (string | number)[];
  readonly found: WebhookIssue[];
}

/** Runs a check again to say where it failed. At most 32 issues; none when the value passes. */
export function collectIssues(check: Check, value: unknown): readonly WebhookIssue[] {
  const issues: IssueCollector = { path: [], found: [] };
  check(value, issues);
  return issues.found.slice(0, MAX_ISSUES); // your own check may have added to them itself
}

/** Records a fault, if issues are collected. Always false, so that a check can return it. */
export function fail(code: string, expected: string, issues: IssueCollector | undefined): false {
  if (issues !== undefined && !isFull(issues)) {
    issues.found.push({ path: issues.path.map(toPathPart), code, expected });
  }
  return false;
}

/** A string, the empty one too. */
export const string: Check = (value, issues) =>
  typeof value === "string" || fail("invalid_type", "string", issues);

/** A finite number, as JSON allows. `1e999` parses to Infinity and fails. */
export const number: Check = (value, issues) =>
  Number.isFinite(value) || fail("invalid_type", "number", issues);

/** `true` or `false`. */
export const boolean: Check = (value, issues) =>
  typeof value === "boolean" || fail("invalid_type", "boolean", issues);

/** Any JSON value. It must be there; `null` counts. */
export const unknown: Check = (value, issues) =>
  value !== undefined || fail("invalid_type", "unknown", issues);

/** Exactly one of these strings: for the fields that tell one shape from another. */
export function literal(...expected: readonly string[]): Check {
  return (value, issues) =>
    expected.includes(value as string) || fail("invalid_value", expected.join(" | "), issues); // finds no other type
}

/** The value, or no such key. */
export function optional(check: Check): Check {
  return (value, issues) => value === undefined || check(value, issues);
}

/** The value or `null`. */
export function nullable(check: Check): Check {
  return (value, issues) => value === null || check(value, issues);
}

/** The value, `null`, or no such key. */
export function nullish(check: Check): Check {
  return (value, issues) => value === null || value === undefined || check(value, issues);
}

/**
 * No such key, or nothing in it. For keys that tell another shape; loose objects let every other
 * key pass.
 */
export const absent: Check = (value, issues) =>
  value === undefined || value === null || fail("unrecognized_key", "absent", issues);

/** Passes when one of the checks does. */
export function union(...checks: readonly Check[]): Check {
  return (value, issues) => checks.some((check) => check(value)) || fail("invalid_union", "union", issues);
}

/**
 * Levels of one {@link lazy} check within itself. A signed payload may nest until the stack
 * overflows.
 */
export const MAX_DEPTH = 32;

/**
 * Builds a check when it first runs: keeps imports cheap and lets checks refer to each other. More
 * than 32 levels of it within itself fail with `too_deep`.
 */
export function lazy(build: () => Check): Check {
  let built: Check | undefined;
  let depth = 0;
  return (value, issues) => {
    if (depth === MAX_DEPTH) return fail("too_deep", `at most ${MAX_DEPTH} levels`, issues);
    built ??= build();
    depth++;
    try {
      return built(value, issues);
    } finally {
      depth--; // whatever happens: a count that stayed would refuse genuine payloads
    }
  };
}

/** An object with at least these fields. Other keys pass untouched. */
export function object(shape: Readonly<Record<string, Check>>): Check {
  const keys = Object.keys(shape);
  const checks = Object.values(shape);
  // Every object inherits a few names, such as "constructor". They count only if they were sent.
  const isInherited = keys.map((key) => key in Object.prototype);
  return (value, issues) => {
    if (!isObject(value)) return fail("invalid_type", "object", issues);
    let valid = true;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      const member = isInherited[index] && !Object.hasOwn(value, key) ? undefined : value[key];
      // Nearly every payload passes, and needs no path: every delivery pays for this bare call alone.
      if (issues === undefined) {
        if (!checks[index]!(member)) return false;
      } else if (!passesAt(checks[index]!, member, key, issues)) {
        valid = false;
      }
    }
    return valid;
  };
}

/** An object with one of several shapes: the string under `key` names its check. */
export function variants(key: string, checks: Readonly<Record<string, Check>>): Check {
  const byName = new Map(Object.entries(checks));
  return (value, issues) => {
    if (!isObject(value)) return fail("invalid_type", "object", issues);
    const name = Object.hasOwn(value, key) ? value[key] : undefined;
    const check = typeof name === "string" ? byName.get(name) : undefined;
    if (check !== undefined) return check(value, issues);
    return passesAt(
      (_, inner) => fail("invalid_value", [...byName.keys()].join(" | "), inner),
      name,
      key,
      issues,
    );
  };
}

/** An array whose elements all pass. */
export function array(element: Check): Check {
  return (value, issues) => {
    if (!Array.isArray(value)) return fail("invalid_type", "array", issues);
    let valid = true;
    for (let index = 0; index < value.length; index++) {
      if (!passesAt(element, value[index], index, issues)) {
        if (issues === undefined || isFull(issues)) return false;
        valid = false;
      }
    }
    return valid;
  };
}

/**
 * An object used as a map: any keys, and every value passes. Skips an own `__proto__` key, whatever
 * it holds, since zod's records drop it unseen; the payload keeps it.
 */
export function record(member: Check): Check {
  return (value, issues) => {
    if (!isObject(value)) return fail("invalid_type", "record", issues);
    let valid = true;
    for (const key of Object.keys(value)) {
      if (key === "__proto__") continue;
      if (!passesAt(member, value[key], key, issues)) {
        if (issues === undefined || isFull(issues)) return false;
        valid = false;
      }
    }
    return valid;
  };
}

/** A JSON object: not `null`, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether there is no room for another issue. */
function isFull(issues: IssueCollector): boolean {
  return issues.found.length >= MAX_ISSUES;
}

function passesAt(
  check: Check,
  value: unknown,
  key: string | number,
  issues: IssueCollector | undefined,
): boolean {
  if (issues === undefined) return check(value);
  issues.path.push(key);
  const valid = check(value, issues);
  issues.path.pop();
  return valid;
}
