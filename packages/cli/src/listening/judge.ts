import type { DeliveryInput, Provider, WebhookError, WebhookEvent } from "@flaghook/core";
import { explain, type Cause } from "@flaghook/core/explain";

/** What verifying a delivery gave. */
export type Judgement =
  | { readonly event: WebhookEvent }
  | { readonly error: WebhookError; readonly cause: Cause | undefined };

/** Verifies a delivery, and finds the likeliest cause of a refusal. */
export function judge(
  provider: Provider,
  delivery: DeliveryInput,
  secrets: readonly string[],
  otherProviders: readonly Provider[],
): Judgement {
  const result = provider.safeVerify(delivery, { secret: secrets });
  if (result.ok) return { event: result.event };
  const { causes } = explain(provider, delivery, { secret: secrets, otherProviders });
  return { error: result.error, cause: causes[0] };
}
