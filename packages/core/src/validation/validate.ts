import { collectIssues, type Check } from "../check.ts";
import type { Validator } from "../provider/definition.ts";
import type { WebhookIssue } from "../errors/error.ts";
import { MAX_ISSUES } from "./issue-limit.ts";
import { toPathPart } from "./issue-path.ts";
import { ignoreRejection, isThenable, runSchema } from "./run-schema.ts";
import type { StandardIssue } from "./standard-schema.ts";
import { thrownIssue } from "./thrown.ts";

/** The payload as the validator gives it, or what is wrong with it. */
export type Verdict =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly WebhookIssue[] };

/**
 * Whatever a validator throws is a verdict on the payload: signed, and kept for the version that can read it.
 *
 * @param isLarge Whether the first fault is enough for a schema, since all of them could take a hundred times the payload's memory
 * @throws {TypeError} when the validator is asynchronous, or answers with what is no verdict
 */
export function validate(
  validator: Validator,
  eventName: string,
  payload: unknown,
  isLarge = false,
): Verdict {
  let answer: unknown;
  try {
    answer = "~standard" in validator ? runSchema(validator, payload, isLarge) : runCheck(validator, payload);
    if (isThenable(answer)) ignoreRejection(answer);
    else if (typeof answer === "object" && answer !== null) return readAnswer(answer);
  } catch (thrown) {
    return { issues: [thrownIssue(thrown)] };
  }
  const fault = isThenable(answer) ? "is asynchronous" : "has no result";
  throw new TypeError(`the validator of ${eventName} ${fault}. It must answer at once.`);
}

function runCheck(check: Check, payload: unknown): unknown {
  const isValid: unknown = check(payload);
  if (isThenable(isValid)) return isValid; // true of every payload, taken for a boolean
  return isValid ? { value: payload } : { issues: collectIssues(check, payload) };
}

function readAnswer(answer: {
  readonly value?: unknown;
  readonly issues?: readonly StandardIssue[];
}): Verdict {
  const { issues } = answer;
  return issues === undefined
    ? { value: answer.value }
    : { issues: issues.slice(0, MAX_ISSUES).map(toIssue) };
}

/** zod gives a code and what it expected, valibot a type in place of the code. Only those words are taken, never a message. */
function toIssue(issue: StandardIssue): WebhookIssue {
  const { code, type, expected } = issue as { code?: unknown; type?: unknown; expected?: unknown };
  const word = code ?? type;
  return {
    path: (issue.path ?? []).map((part) => toPathPart(typeof part === "object" ? part.key : part)),
    code: typeof word === "string" ? word : "invalid",
    expected: typeof expected === "string" ? expected : "",
  };
}
