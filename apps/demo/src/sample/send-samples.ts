import { randomBytes, randomUUID } from "node:crypto";
import type { BatchDelivery } from "../inbox/sample-batch.ts";
import { SAMPLE_HEADER, type ExpectedSample } from "../model/sample-scope.ts";
import type { Source } from "../providers.ts";
import { added, flag } from "./flag-payloads.ts";
import { readRecorded, type Expected } from "./recorded-deliveries.ts";
import type { ScriptedDelivery, SentDelivery } from "./script.ts";
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
  readonly secret: string;
  readonly clock: Date;
  readonly isScripted: boolean;
  readonly failsUntilRetried?: boolean | undefined;
  /** Without a result, any event that is known will do. */
  readonly expected: { readonly status: number; readonly result: string | undefined };
}

/** Deliveries on their way at one time. */
const AT_ONCE = 8;

const MINUTE_MS = 60_000;

/** The samples of a radar: the recorded deliveries, and the scripted hour that ends now. */
export async function readSamples(sources: readonly Source[], now: Date): Promise<readonly Sample[]> {
  return [...(await recorded(sources, now)), ...scripted(sources, now)];
}

/** A sample for each delivery of a batch: a flag that is new. */
export function readBatchSamples(
  sources: readonly Source[],
  now: Date,
  deliveries: readonly BatchDelivery[],
): readonly Sample[] {
  const secret = unguessable();
  return deliveries.map(({ environment, flag: key }) =>
    sampleOf(added(0, key, flag(100, { version: "1" }), environment), sources, secret, now),
  );
}

/** What the server for samples has to know of each, by what its header says. */
export function expectedSamples(samples: readonly Sample[]): ReadonlyMap<string, ExpectedSample> {
  return new Map(samples.map((sample, index) => [String(index), sample]));
}

/** Sends samples over HTTP, as providers would. */
export async function sendSamples(
  address: string,
  samples: readonly Sample[],
): Promise<readonly SentSample[]> {
  const waiting = [...samples.entries()];
  const sent: SentSample[] = [];
  const sendNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      sent.push(await send(address, ...next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  return sent;
}

/** The recorded deliveries came before the hour began, and the forged ones after them. */
async function recorded(sources: readonly Source[], now: Date): Promise<readonly Sample[]> {
  const all = await readRecorded(sources);
  return all.map((delivery, index) => {
    const at = new Date(now.getTime() - 60 * MINUTE_MS + index * 7000);
    return { ...delivery, isScripted: false, at, clock: delivery.now ?? at };
  });
}

function scripted(sources: readonly Source[], now: Date): readonly Sample[] {
  const secret = unguessable();
  return scriptedHour.flatMap((delivery) => {
    const sample = sampleOf(delivery, sources, secret, now);
    // The same bytes and the same signature: an id of GitHub's is covered by none.
    const replay = delivery.isReplayed && {
      ...sample,
      headers: signed(delivery, sources, secret, sample.body),
    };
    return replay ? [sample, replay] : [sample];
  });
}

/** As good as unknown, since nobody sees it. */
function unguessable(): string {
  return randomBytes(24).toString("base64url");
}

function sampleOf(delivery: ScriptedDelivery, sources: readonly Source[], secret: string, now: Date): Sample {
  const at = new Date(now.getTime() - delivery.minutesAgo * MINUTE_MS);
  const refused = delivery.refusedWith;
  return {
    provider: delivery.provider,
    name: `${delivery.minutesAgo.toFixed(1)} minutes ago`,
    at,
    secret,
    clock: at,
    isScripted: true,
    failsUntilRetried: delivery.failsUntilRetried,
    ...signedDelivery(delivery, sources, secret, at),
    expected: { status: statusOf(refused), result: refused },
  };
}

function statusOf(refused: string | undefined): number {
  if (refused === undefined) return 200;
  return refused === "signature-mismatch" ? 403 : 401;
}

function signedDelivery(
  delivery: ScriptedDelivery,
  sources: readonly Source[],
  secret: string,
  at: Date,
): SentDelivery {
  const body = bodyOf(delivery, at);
  const headers = signed(delivery, sources, secret, body);
  return delivery.damage?.({ headers, body }) ?? { headers, body };
}

/** Headers with an id of their own, where the provider sends one. */
function signed(
  delivery: ScriptedDelivery,
  sources: readonly Source[],
  secret: string,
  body: string,
): Record<string, string> {
  const { provider } = sources.find(({ provider: { id } }) => id === delivery.provider)!;
  return provider.sign(body, {
    secret,
    ...(delivery.name !== undefined && { name: delivery.name, id: randomUUID() }),
  });
}

/** Optimizely prints its JSON with spaces, as Python does. */
function bodyOf({ provider, payload }: ScriptedDelivery, at: Date): string {
  const compact = JSON.stringify(payload(at));
  return provider === "optimizely" ? compact.replaceAll('":', '": ').replaceAll(',"', ', "') : compact;
}

async function send(address: string, index: number, sample: Sample): Promise<SentSample> {
  const { provider, name, headers, body, expected, isScripted } = sample;
  const response = await fetch(`${address}/webhooks/${provider}`, {
    method: "POST",
    headers: { ...headers, [SAMPLE_HEADER]: String(index) },
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
