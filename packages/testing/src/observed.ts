import { WebhookError } from "@flaghook/core";

/** The result of a delivery in a form that tests compare: fields of its event, or its error. */
export type Observed = Readonly<Record<string, unknown>>;

/**
 * Runs a verification. Gives those fields of an event that `expected` names, so that a vector need
 * not spell out a payload; or the code of an error, or its class when it is not a WebhookError.
 */
export function observe(run: () => unknown, expected: Observed): Observed {
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
