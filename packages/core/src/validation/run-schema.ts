import type { StandardSchema } from "./standard-schema.ts";

/** The part of zod 4 that we use beside the Standard Schema interface: its name for libraries. */
interface ZodSchema {
  readonly _zod: {
    readonly run: (
      payload: { value: unknown; issues: unknown[] },
      context: { async: boolean; abortEarly: boolean },
    ) => { readonly value: unknown; readonly issues: readonly unknown[] };
  };
}

/** The part of valibot that we use, likewise. */
interface ValibotSchema {
  readonly "~run": (dataset: { value: unknown }, config: { abortEarly: boolean }) => unknown;
}

/**
 * Runs a Standard Schema. Nobody has looked at the result yet, which may be a promise.
 *
 * With `isFirstFaultEnough` zod from 4.6 on and valibot stop there: each issue is an object, and
 * they would collect millions.
 */
export function runSchema(schema: StandardSchema, payload: unknown, isFirstFaultEnough: boolean): unknown {
  if ("_zod" in schema) return runZod(schema as unknown as ZodSchema, payload, isFirstFaultEnough);
  if (isFirstFaultEnough && "~run" in schema) {
    return (schema as unknown as ValibotSchema)["~run"]({ value: payload }, { abortEarly: true });
  }
  const standard = schema["~standard"];
  const result = standard.validate(payload);
  // zod 3 gives a promise for whatever it throws, and marks the schemas that are asynchronous.
  if (standard.vendor === "zod" && isThenable(result) && !("async" in standard && standard.async)) {
    ignoreRejection(result);
    throw new Error();
  }
  return result;
}

/** Throws what zod throws, for which zod's own `~standard` gives a promise. */
function runZod({ _zod: zod }: ZodSchema, value: unknown, abortEarly: boolean): unknown {
  try {
    const { value: output, issues } = zod.run({ value, issues: [] }, { async: false, abortEarly });
    return issues.length === 0 ? { value: output } : { issues };
  } catch (thrown) {
    // An asynchronous schema throws as well when it runs synchronously, and gives a promise otherwise.
    const result: unknown = zod.run({ value, issues: [] }, { async: true, abortEarly });
    if (isThenable(result)) return result;
    throw thrown;
  }
}

/** A promise, of another realm too. */
export function isThenable(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === "object" && result !== null && "then" in result && typeof result.then === "function"
  );
}

/** Keeps the rejection of a promise that nobody waits for from ending the process. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  void promise.then(undefined, () => {});
}
