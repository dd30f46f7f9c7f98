import type { StandardSchema } from "./standard-schema.ts";

/** What is used of zod 4 beside the Standard Schema interface, by the name that zod has for libraries. */
interface ZodSchema {
  readonly _zod: {
    readonly run: (
      payload: { value: unknown; issues: unknown[] },
      context: { async: boolean; abortEarly: boolean },
    ) => { readonly value: unknown; readonly issues: readonly unknown[] };
  };
}

/** What is used of valibot, likewise. */
interface ValibotSchema {
  readonly "~run": (dataset: { value: unknown }, config: { abortEarly: boolean }) => unknown;
}

/**
 * Runs a Standard Schema. Its answer is unchecked, and may be a promise.
 *
 * With `isFirstFaultEnough` zod from 4.6 on and valibot stop there: each issue is an object, and they would collect millions.
 */
export function runSchema(schema: StandardSchema, payload: unknown, isFirstFaultEnough: boolean): unknown {
  if ("_zod" in schema) return runZod(schema as unknown as ZodSchema, payload, isFirstFaultEnough);
  if (isFirstFaultEnough && "~run" in schema) {
    return (schema as unknown as ValibotSchema)["~run"]({ value: payload }, { abortEarly: true });
  }
  const standard = schema["~standard"];
  const answer = standard.validate(payload);
  // zod 3 answers with a promise for whatever it throws, and marks the schemas that are asynchronous.
  if (standard.vendor === "zod" && isThenable(answer) && !("async" in standard && standard.async)) {
    ignoreRejection(answer);
    throw new Error();
  }
  return answer;
}

/** zod's `~standard` answers with a promise for whatever it throws. Here it throws. */
function runZod({ _zod: zod }: ZodSchema, value: unknown, abortEarly: boolean): unknown {
  try {
    const { value: output, issues } = zod.run({ value, issues: [] }, { async: false, abortEarly });
    return issues.length === 0 ? { value: output } : { issues };
  } catch (thrown) {
    // What is asynchronous throws as well when it is run synchronously, and answers with a promise otherwise.
    const answer: unknown = zod.run({ value, issues: [] }, { async: true, abortEarly });
    if (isThenable(answer)) return answer;
    throw thrown;
  }
}

/** A promise, of another realm too. */
export function isThenable(answer: unknown): answer is PromiseLike<unknown> {
  return (
    typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function"
  );
}

/** What a promise that nobody waits for rejects with would end the process. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  void promise.then(undefined, () => {});
}
