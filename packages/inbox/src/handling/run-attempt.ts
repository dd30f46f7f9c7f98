import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { parseStored } from "@flaghook/core/inbox";
import type { Clock } from "../runtime/clock.ts";
import type { DeadReason } from "../store/state.ts";
import {
  LeaseLostError,
  StoppingError,
  type AttemptResult,
  type ClaimedDelivery,
  type RunAttempt,
} from "../store/store.ts";
import { bodyOf, isNewOccurrence, slotOf, type Entry } from "../store/stored-entry.ts";
import { failedAttempt, messageOf, withCause } from "./failure.ts";
import type { HandlerContext, HandlerTransaction, Registration } from "./handler.ts";
import type { Telemetry } from "./telemetry.ts";

/** What an attempt needs of the inbox. */
export interface AttemptContext {
  readonly registrations: ReadonlyMap<string, Registration>;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly telemetry: Telemetry;
}

/** Makes what runs one start of one delivery: makes the event again and calls its handler. */
export function createRunAttempt({ registrations, clock, timeoutMs, telemetry }: AttemptContext): RunAttempt {
  return (delivery, signal) => telemetry.handling(delivery, () => runAttempt(delivery, signal));

  async function runAttempt(delivery: ClaimedDelivery, signal: AbortSignal): Promise<AttemptResult> {
    const { entry } = delivery;
    const registration = registrations.get(entry.provider);
    if (registration === undefined) return { state: "released" };

    let event: WebhookEvent;
    try {
      event = parseStored(registration.provider, { ...entry, body: await bodyOf(entry) });
    } catch (error) {
      return unreadable(error);
    }
    // Whoever was frozen since the claim may have lost the delivery to another process.
    if (signal.aborted) return interrupted(signal.reason, delivery);
    if (!delivery.isLeased()) return { state: "lost" };

    const timeout = new AbortController();
    const cancel = clock.after(timeoutMs, () => timeout.abort(new Error(`timed out after ${timeoutMs} ms.`)));
    const stop = AbortSignal.any([signal, timeout.signal]);
    const aborted = rejectOnAbort(stop);
    try {
      const context = contextOf(delivery, event, stop);
      const handled = Promise.resolve().then(() => registration.handler(event, context));
      await Promise.race([aborted.promise, handled]);
      // The handler returned although its signal had aborted: its result no longer counts.
      return stop.aborted ? interrupted(stop.reason, delivery) : { state: "done" };
    } catch (error) {
      return stop.aborted ? interrupted(stop.reason, delivery) : failedAttempt(error, delivery);
    } finally {
      cancel();
      aborted.forget();
    }
  }
}

function contextOf(
  { entry, attempt, tx }: ClaimedDelivery,
  event: WebhookEvent,
  signal: AbortSignal,
): HandlerContext {
  return {
    key: idempotencyKey(entry, event.dedupeKey),
    attempt,
    signal,
    replay: entry.replay,
    scope: entry.scope,
    receivedAt: new Date(entry.receivedAt),
    tx: tx as HandlerTransaction | undefined,
  };
}

/**
 * By the event as it reads now: a mismatch was stored under the digest, and its event may have an
 * identity.
 */
function idempotencyKey(entry: Entry, dedupeKey: string): string {
  const { provider, scope, isRepeatable, replay, unsignedId, unsignedName, receivedAt } = entry;
  // Nothing but its slot tells such an occurrence from an equal one.
  if (isNewOccurrence(entry)) return `${provider}:${entry.slot}`;
  const parts = [provider, scope, dedupeKey, unsignedName ?? ""];
  if (isRepeatable || replay) parts.push(unsignedId ?? String(receivedAt));
  return `${provider}:${slotOf(...parts)}`;
}

/**
 * Decides by the reason that this attempt's own signal aborted with. What its handler threw may be
 * an error of the same class.
 */
function interrupted(reason: unknown, delivery: ClaimedDelivery): AttemptResult {
  if (reason instanceof LeaseLostError) return { state: "lost" };
  if (reason instanceof StoppingError) return { state: "released" };
  return failedAttempt(reason, delivery); // timed out
}

/** Dead at once: another attempt would read the same bytes with the same schema. */
function unreadable(error: unknown): AttemptResult {
  const isMismatch = WebhookError.is(error) && error.code === "schema-mismatch";
  const reason: DeadReason = isMismatch ? "schema-mismatch" : "unreadable";
  return withCause({ state: "dead", reason, error: messageOf(error) }, error);
}

/**
 * A promise that rejects when the signal aborts. Whoever waits for it must `forget` it in the end:
 * a signal with a listener lives as long as its sources.
 */
function rejectOnAbort(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let forget!: () => void;
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    forget = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  return { promise, forget };
}
