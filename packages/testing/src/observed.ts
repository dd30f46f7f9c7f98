import { WebhookError } from "@flaghook/core";

/** What became of a delivery, in a form that tests compare: the fields of its event, or its error. */
export type Outcome = Readonly<Record<string, unknown>>;

/**
 * Runs a verification. Of an event only the fields are given that `expected` names, so that a vector need not spell out a
 * payload; of an error its code, or its class when it is not a WebhookError.
 */
export function describeOutcome(run: () => unknown, expected: Outcome): Outcome {
  let event: unknown;
  try {
    event = run();
  } catch (error) {
    if (WebhookError.is(error)) return { error: error.code };
    return { error: error instanceof Error ? error.constructor.name : String(error) };
  }
  const fields = Object.keys(expected).map(
    (key) => [key, (event as Record<string, unknown> | undefined)?.[key]] as const,
  );
  return Object.fromEntries(fields);
}
