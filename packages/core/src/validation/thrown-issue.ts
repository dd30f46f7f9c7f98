import type { WebhookIssue } from "../errors/error.ts";

/**
 * A thrown value as an issue: its class and nothing else, since the rest may quote the payload, its
 * message above all.
 */
export function thrownIssue(thrown: unknown): WebhookIssue {
  return { path: [], code: "threw", expected: `no thrown ${kindOf(thrown)}` };
}

/** Never reads own properties, which may come from the payload. */
function kindOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return typeof thrown;
    return (Object.getPrototypeOf(thrown) as Error).constructor.name;
  } catch {
    return "object"; // a proxy
  }
}
