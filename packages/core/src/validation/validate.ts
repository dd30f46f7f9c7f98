import type { WebhookIssue } from "../errors/error.ts";
import { collectIssues, isObject, type Check } from "./check.ts";
import { MAX_ISSUES } from "./issue-limit.ts";
import { toPathPart } from "./issue-path.ts";
import { ignoreRejection, isThenable, runSchema } from "./run-schema.ts";
import type { StandardIssue } from "./standard-schema.ts";
import { thrownIssue } from "./thrown-issue.ts";
import type { Validator } from "./validator.ts";

/** The payload as the validator gives it, or the issues it found. */
export type Verdict =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly WebhookIssue[] };

/**
 * Runs a validator on the payload of an event. Whatever it throws is a verdict on the payload: that
 * one is signed, and kept for the version that can read it.
 *
 * @param isLarge Whether to stop a schema at the first fault, since collecting all of them could
 *   take a hundred times the payload's memory.
 * @throws {TypeError} when the validator is asynchronous, or gives no verdict
 */
export type Validate = (
  validator: Validator,
  eventName: string,
  payload: unknown,
  isLarge?: boolean,
) => Verdict;

/**
 * For checks and Standard Schemas: what `createSignatureProvider` takes in the place of its own,
 * which knows checks alone.
 *
 * @throws {TypeError} when the validator is asynchronous, or has no result
 */
export const validate: Validate = (validator, eventName, payload, isLarge = false) =>
  judge(eventName, () =>
    "~standard" in validator
      ? readResult(runSchema(validator, payload, isLarge))
      : runCheck(validator, payload),
  );

/**
 * For checks alone: a bundle lacks what only schemas need. TypeError for a schema. A promise is no
 * `true`, so an asynchronous check refuses every payload.
 */
export const validateByCheck: Validate = (validator, eventName, payload) => {
  if ("~standard" in validator) throw new TypeError(`the validator of ${eventName} must be a check.`);
  try {
    const isValid: unknown = validator(payload);
    return isValid === true ? { value: payload } : { issues: collectIssues(validator, payload) };
  } catch (thrown) {
    return { issues: [thrownIssue(thrown)] };
  }
};

function judge(eventName: string, run: () => unknown): Verdict {
  let result: unknown;
  try {
    result = run();
    if (isThenable(result)) ignoreRejection(result);
    else if (isObject(result)) return result as Verdict;
  } catch (thrown) {
    return { issues: [thrownIssue(thrown)] };
  }
  const fault = isThenable(result) ? "is asynchronous" : "has no result";
  throw new TypeError(`the validator of ${eventName} ${fault}. It must return its result at once.`);
}

function runCheck(check: Check, payload: unknown): unknown {
  const isValid: unknown = check(payload);
  if (isThenable(isValid)) return isValid; // as a boolean, a promise would let every payload pass
  return isValid ? { value: payload } : { issues: collectIssues(check, payload) };
}

/** A verdict, or what is none as it is. */
function readResult(result: unknown): unknown {
  if (isThenable(result) || !isObject(result)) return result;
  const { value, issues } = result as { value?: unknown; issues?: readonly StandardIssue[] };
  if (issues === undefined) return { value };
  return { issues: issues.slice(0, MAX_ISSUES).flatMap(toIssues).slice(0, MAX_ISSUES) };
}

/**
 * zod gives a code and what it expected, valibot a type in place of the code. Takes those words
 * alone, never a message. zod reports all unrecognised keys of an object as one issue.
 */
function toIssues(issue: StandardIssue): readonly WebhookIssue[] {
  const { code, type, expected, keys } = issue as {
    code?: unknown;
    type?: unknown;
    expected?: unknown;
    keys?: unknown;
  };
  const path = (issue.path ?? []).map((part) => toPathPart(typeof part === "object" ? part.key : part));
  if (code === "unrecognized_keys" && Array.isArray(keys)) {
    return keys
      .slice(0, MAX_ISSUES)
      .map((key) => ({ path: [...path, toPathPart(String(key))], code, expected: "absent" }));
  }
  const word = code ?? type;
  return [
    {
      path,
      code: typeof word === "string" ? word : "invalid",
      expected: typeof expected === "string" ? expected : "",
    },
  ];
}
