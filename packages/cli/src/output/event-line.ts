import type { WebhookEvent } from "@flaghook/core";
import { printable } from "./printable.ts";

/**
 * One line about a verified event: `push 7c1e… (digest)`. All of it may come from outside.
 */
export function eventLine({ provider, type, name, id, dedupe, payload }: WebhookEvent): string {
  const action = (payload as { action?: unknown } | null | undefined)?.action;
  const named = type === "unknown" ? `${name} (not a known event)` : type;
  return [
    provider,
    printable(typeof action === "string" && type !== "unknown" ? `${named}.${action}` : named),
    ...(id === undefined ? [] : [`id ${printable(id)}`]),
    `dedupe by ${dedupe.kind}${dedupe.repeatable ? ", can repeat" : ""}`,
  ].join("  ");
}
