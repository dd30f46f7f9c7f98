import { randomBytes, randomUUID } from "node:crypto";
import type { Provider } from "@flaghook/core";
import { SAMPLE_TIME_HEADER } from "../receiving/sample-scope.ts";
import { forgeries, genuine, publishedSecrets, type Expected } from "./recorded-deliveries.ts";
import type { ScriptedDelivery } from "./script.ts";
import { scriptedHour } from "./scripted-hour.ts";

/** A sample that was sent, and what came of it. */
export interface SentSample {
  readonly provider: string;
  readonly name: string;
  readonly expected: Expected;
  readonly actual: Expected;
  readonly isAsExpected: boolean;
  /** Belongs to the scripted hour, and was not recorded. */
  readonly isScripted: boolean;
}

interface Sample {
  readonly provider: string;
  readonly name: string;
  readonly at: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isScripted: boolean;
  /** Without a result, any event that is known will do. */
  readonly expected: { readonly status: number; readonly result: string | undefined };
}

/** Deliveries on their way at one time. */
const AT_ONCE = 8;

const MINUTE_MS = 60_000;

/** Signs what the scripted hour sends: as good as unknown, since nobody sees it. */
const scriptSecret = randomBytes(24).toString("base64url");

/** The secrets with which the server for samples verifies: the published ones, and the script's. */
export function sampleSecrets(provider: string): readonly string[] {
  return [...publishedSecrets(provider), scriptSecret];
}

/** Sends the recorded deliveries and the scripted hour over HTTP, as providers would. */
export async function sendSamples(
  address: string,
  providers: readonly Provider[],
  now: Date,
): Promise<readonly SentSample[]> {
  const waiting = [...recorded(now), ...scripted(providers, now)];
  const sent: SentSample[] = [];
  const sendNext = async (): Promise<void> => {
    for (let sample = waiting.shift(); sample !== undefined; sample = waiting.shift())
      sent.push(await send(address, sample));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  return sent;
}

/** The recorded deliveries came before the hour began, and the forged ones after them. */
function recorded(now: Date): Sample[] {
  return [...genuine, ...forgeries].map((delivery, index) => ({
    ...delivery,
    isScripted: false,
    at: new Date(now.getTime() - 60 * MINUTE_MS + index * 7000),
  }));
}

function scripted(providers: readonly Provider[], now: Date): readonly Sample[] {
  return scriptedHour.map((delivery) => {
    const at = new Date(now.getTime() - delivery.minutesAgo * MINUTE_MS);
    const refused = delivery.refusedWith;
    return {
      provider: delivery.provider,
      name: `${delivery.minutesAgo.toFixed(1)} minutes ago`,
      at,
      isScripted: true,
      ...signedDelivery(delivery, providers, at),
      expected: { status: statusOf(refused), result: refused },
    };
  });
}

function statusOf(refused: string | undefined): number {
  if (refused === undefined) return 200;
  return refused === "signature-mismatch" ? 403 : 401;
}

function signedDelivery(delivery: ScriptedDelivery, providers: readonly Provider[], at: Date) {
  const provider = providers.find(({ id }) => id === delivery.provider)!;
  const body = bodyOf(delivery, at);
  const headers = provider.sign(body, {
    secret: scriptSecret,
    ...(delivery.name !== undefined && { name: delivery.name, id: randomUUID() }),
  });
  return delivery.damage?.({ headers, body }) ?? { headers, body };
}

/** Optimizely prints its JSON with spaces, as Python does. */
function bodyOf({ provider, payload }: ScriptedDelivery, at: Date): string {
  const compact = JSON.stringify(payload(at));
  return provider === "optimizely" ? compact.replaceAll('":', '": ').replaceAll(',"', ', "') : compact;
}

async function send(address: string, sample: Sample): Promise<SentSample> {
  const { provider, name, at, headers, body, expected, isScripted } = sample;
  const response = await fetch(`${address}/webhooks/${provider}`, {
    method: "POST",
    headers: { ...headers, [SAMPLE_TIME_HEADER]: at.toISOString() },
    body,
  });
  const actual = { status: response.status, result: await resultOf(response) };
  const isAsExpected =
    actual.status === expected.status &&
    (expected.result === undefined ? actual.result !== "unknown" : actual.result === expected.result);
  const { status, result = actual.result } = expected;
  return { provider, name, expected: { status, result }, actual, isAsExpected, isScripted };
}

/**
 * Reads what the radar's own response says of a delivery. One that says nothing is a result, too:
 * an unexpected one.
 */
export async function resultOf(response: Response): Promise<string> {
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  const { type, code } = (isJson ? JSON.parse(text) : {}) as { type?: string; code?: string };
  return type ?? code ?? text;
}
