import { forgeries, genuine, type Expected, type RecordedDelivery } from "./recorded-deliveries.ts";
import type { ConfiguredSecret } from "./secrets.ts";

/** A delivery that was sent, and what came of it. */
export interface Replayed extends RecordedDelivery {
  readonly actual: Expected;
  readonly isAsExpected: boolean;
}

/**
 * Sends the recorded deliveries over HTTP, one after the other. A provider whose secret was
 * configured is left out: its recorded deliveries were signed with another.
 */
export async function replayAll(
  address: string,
  secrets: Readonly<Record<string, ConfiguredSecret>>,
): Promise<readonly Replayed[]> {
  const replayed: Replayed[] = [];
  for (const delivery of [...genuine, ...forgeries]) {
    if (!secrets[delivery.provider]!.isDefault) continue;
    const { provider, headers, body, expected } = delivery;
    const response = await fetch(`${address}/webhooks/${provider}`, { method: "POST", headers, body });
    const actual = { status: response.status, result: await resultOf(response) };
    const isAsExpected = actual.status === expected.status && actual.result === expected.result;
    replayed.push({ ...delivery, actual, isAsExpected });
  }
  return replayed;
}

/**
 * Reads what the demo's own response says of its delivery. One that says nothing is a result, too:
 * an unexpected one.
 */
export async function resultOf(response: Response): Promise<string> {
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  const { type, code } = (isJson ? JSON.parse(text) : {}) as { type?: string; code?: string };
  return type ?? code ?? text;
}
