import { defineProvider, type DeliveryInput, type Provider, type WebhookEvent } from "@flaghook/core";
import { createInbox, type Inbox } from "@flaghook/inbox";
import type { Store } from "@flaghook/inbox/store";

/** Replays that come at once, and how long after those before. */
const BURST = 64;
const BURST_PAUSE_MS = 100;
/** Bursts before the first figure: cold code would be the slowest. */
const WARM_UPS = 20;
/** Genuine deliveries of each provider. */
const GENUINE = 300;
/** Pause between two of them. */
const PAUSE_MS = 5;

const secret = "a secret for a check";

/** What a flood did. */
export interface Measured {
  readonly replays: number;
  /** Replays that are stored. */
  readonly kept: number;
  readonly seconds: number;
  /** Round trips in the flood for each burst and each genuine delivery. */
  readonly roundTrips: number;
  /** How long each genuine delivery took without a flood. */
  readonly calm: readonly number[];
  /** How long each took in the flood, in milliseconds, by provider. */
  readonly latencies: Readonly<Record<string, readonly number[]>>;
}

/** Floods an inbox over a store, and sends genuine deliveries meanwhile. */
export async function measure(store: Store, countRoundTrips: () => number): Promise<Measured> {
  const inbox = createInbox({ store });
  const [flooded, other] = [providerOf("flooded"), providerOf("other")];
  const recorded = send(flooded, 0);
  await accept(inbox, flooded, recorded, "recorded");
  let replays = 0;
  let bursts = 0;
  const end = new AbortController();

  async function burst(): Promise<void> {
    bursts++;
    const acceptances = await Promise.all(
      Array.from({ length: BURST }, () => accept(inbox, flooded, recorded, `stranger-${replays++}`)),
    );
    const wrong = acceptances.find((acceptance) => acceptance !== "replay");
    if (wrong !== undefined) throw new Error(`a replay was ${wrong}.`);
  }

  async function flood(): Promise<void> {
    while (!end.signal.aborted) {
      await burst();
      await pause(BURST_PAUSE_MS);
    }
  }

  async function sendTo(provider: Provider, from: number): Promise<number[]> {
    const latencies: number[] = [];
    for (let number = from; number < from + GENUINE; number++) {
      await pause(PAUSE_MS);
      const delivery = send(provider, number);
      const startedAt = performance.now();
      const acceptance = await accept(inbox, provider, delivery, `genuine-${number}`);
      latencies.push(performance.now() - startedAt);
      if (acceptance !== "accepted") throw new Error(`a genuine delivery was ${acceptance}.`);
    }
    return latencies;
  }

  for (let round = 0; round < WARM_UPS; round++) await burst();
  const calm = await sendTo(flooded, 1);
  const startedAt = performance.now();
  const [tripsBefore, burstsBefore] = [countRoundTrips(), bursts];
  const flooding = flood();
  const [one, two] = await Promise.all([sendTo(flooded, 1 + GENUINE), sendTo(other, 1)]);
  const seconds = (performance.now() - startedAt) / 1000;
  end.abort();
  await flooding;
  const roundTrips = (countRoundTrips() - tripsBefore) / (bursts - burstsBefore + 2 * GENUINE);
  const kept = (await inbox.counts()).dead;
  await inbox.stop();
  return { replays, kept, seconds, roundTrips, calm, latencies: { flooded: one, other: two } };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Signs nothing but the body, and sends an id that a stranger can change. */
function providerOf(id: string): Provider {
  return defineProvider<WebhookEvent>({
    id,
    scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    eventId: { header: "x-delivery" },
    events: { created: () => true },
  });
}

/** Makes a signed delivery: no work of a receiver's. */
function send(provider: Provider, number: number): DeliveryInput {
  const body = JSON.stringify({ type: "created", number, text: "x".repeat(2000) });
  return { headers: provider.sign(body, { secret }), body: Buffer.from(body) };
}

/** Does what a receiver does. */
async function accept(
  inbox: Inbox,
  provider: Provider,
  { headers, body }: DeliveryInput,
  id: string,
): Promise<string> {
  const delivery = { headers: { ...(headers as Record<string, string>), "x-delivery": id }, body };
  return inbox.accept(provider.verify(delivery, { secret }), delivery);
}
