import { forgeries, genuine, type Expected, type RecordedDelivery } from "./recorded-deliveries.ts";
import type { ConfiguredSecret } from "./secrets.ts";

/** A delivery that was sent, and what came of it. */
export interface Replayed extends RecordedDelivery {
  readonly actual: Expected;
  readonly isAsExpected: boolean;
}

/**
 * Sends the recorded deliveries over HTTP, one after the other. A provider whose secret was configured is left out: its
 * recorded deliveries were signed with another.
 *
 * @param outcomeOf Takes what the server reported of the delivery that was just answered.
 */
export async function replayAll(
  address: string,
  secrets: Readonly<Record<string, ConfiguredSecret>>,
  outcomeOf: () => string,
): Promise<readonly Replayed[]> {
  const replayed: Replayed[] = [];
  for (const delivery of [...genuine, ...forgeries]) {
    if (!secrets[delivery.provider]!.isDefault) continue;
    const { provider, headers, body, expected } = delivery;
    const response = await fetch(`${address}/webhooks/${provider}`, { method: "POST", headers, body });
    await response.arrayBuffer();
    const actual = { status: response.status, outcome: outcomeOf() };
    const isAsExpected = actual.status === expected.status && actual.outcome === expected.outcome;
    replayed.push({ ...delivery, actual, isAsExpected });
  }
  return replayed;
}
