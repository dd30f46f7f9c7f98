import { UsageError } from "../io/usage-error.ts";

/** A provider refuses the secret itself by a TypeError: that is how the command was used. */
export function asUsage<Result>(verify: () => Result): Result {
  try {
    return verify();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
