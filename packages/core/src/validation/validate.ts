import { collectIssues } from "../check.ts";
import type { Validator } from "../provider/definition.ts";
import type { WebhookIssue } from "../errors/error.ts";
import { toPathPart } from "./issue-path.ts";
import type { StandardIssue } from "./standard-schema.ts";

/** As many as `collectIssues` gives: more say nothing new. */
const MAX_ISSUES = 32;

/** The payload as the validator gives it, or what is wrong with it. */
export type Verdict =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly WebhookIssue[] };

/** @throws {TypeError} when the validator is asynchronous */
export function validate(validator: Validator, eventName: string, payload: unknown): Verdict {
  if (!("~standard" in validator)) {
    return validator(payload) ? { value: payload } : { issues: collectIssues(validator, payload) };
  }
  const result = validator["~standard"].validate(payload);
  if ("then" in result) {
    void result.then(undefined, () => {}); // else what it rejects with would end the process
    throw new TypeError(
      `the validator of ${eventName} is asynchronous, or threw, which zod answers with a promise: verify() cannot wait.`,
    );
  }
  if (result.issues === undefined) return result;
  return { issues: result.issues.slice(0, MAX_ISSUES).map(toIssue) };
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
