import type { WebhookIssue } from "../errors/error.ts";
import { collectIssues, type Check } from "./check.ts";
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
 * Runs a validator. Whatever it throws is a verdict on the payload: that one is signed, and kept
 * for the version that can read it.
 *
 * @param isLarge Whether to stop a schema at the first fault, since collecting all of them could
 *   take a hundred times the payload's memory.
 * @throws {TypeError} when the validator is asynchronous, or gives no verdict
 */
export function validate(
  validator: Validator,
  eventName: string,
  payload: unknown,
  isLarge = false,
): Verdict {
  let result: unknown;
  try {
    result = "~standard" in validator ? runSchema(validator, payload, isLarge) : runCheck(validator, payload);
    if (isThenable(result)) ignoreRejection(result);
    else if (typeof result === "object" && result !== null) return readResult(result);
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

function readResult(result: {
  readonly value?: unknown;
  readonly issues?: readonly StandardIssue[];
}): Verdict {
  const { issues } = result;
  return issues === undefined
    ? { value: result.value }
    : { issues: issues.slice(0, MAX_ISSUES).flatMap(toIssues).slice(0, MAX_ISSUES) };
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
