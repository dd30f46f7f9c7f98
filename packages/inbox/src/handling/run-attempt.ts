import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { parseStored } from "@flaghook/core/inbox";
import type { Clock } from "../runtime/clock.ts";
import { bodyOf, slotOf, type Entry } from "../store/stored-entry.ts";
import { failedAttempt, messageOf } from "./failure.ts";
import type { HandlerContext, HandlerTransaction, Registration } from "./handler.ts";
import { LeaseLost, Stopping, type Claim, type DeadReason, type Run, type Verdict } from "../store/store.ts";
import type { Telemetry } from "./telemetry.ts";
import type { Versions } from "./versions.ts";

/** What an attempt needs of the inbox. */
export interface AttemptContext {
  readonly registrations: ReadonlyMap<string, Registration>;
  readonly clock: Clock;
  readonly timeout: number;
  readonly versions: Versions;
  readonly telemetry: Telemetry;
}

/** One start of one delivery: makes the event again, runs the handler and says how it ended. */
export function createRun({ registrations, clock, timeout, versions, telemetry }: AttemptContext): Run {
  return (claim, signal) => telemetry.handling(claim, () => attempt(claim, signal));

  async function attempt(claim: Claim, signal: AbortSignal): Promise<Verdict> {
    const { entry } = claim;
    const registration = registrations.get(entry.provider);
    if (registration === undefined) return { state: "released" };

    let event: WebhookEvent;
    try {
      event = parseStored(registration.provider, { ...entry, body: await bodyOf(entry) });
    } catch (error) {
      return unreadable(error);
    }

    const limit = new AbortController();
    const cancel = clock.after(timeout, () => limit.abort(new Error(`timed out after ${timeout} ms.`)));
    const stop = AbortSignal.any([signal, limit.signal]);
    const told = aborted(stop);
    try {
      if (versions.isSuperseded(event, entry.scope)) return { state: "done" };
      const context = contextOf(claim, event, stop);
      await Promise.race([told.promise, Promise.resolve().then(() => registration.handler(event, context))]);
      // A handler that returned although it was told to stop: what its return means is no longer ours to record.
      return stop.aborted ? interrupted(stop.reason, claim) : { state: "done" };
    } catch (error) {
      return stop.aborted ? interrupted(stop.reason, claim) : failedAttempt(error, claim);
    } finally {
      cancel();
      told.forget();
    }
  }
}

function contextOf({ entry, attempt, tx }: Claim, event: WebhookEvent, signal: AbortSignal): HandlerContext {
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

/** Of the event as it reads now: a mismatch was stored under the digest, and its event may have an identity. */
function idempotencyKey(
  { provider, scope, repeatable, replay, unsignedId, receivedAt }: Entry,
  dedupeKey: string,
): string {
  const parts = [provider, scope, dedupeKey];
  if (repeatable || replay) parts.push(unsignedId ?? String(receivedAt));
  return `${provider}:${slotOf(...parts)}`;
}

/** By what this attempt's own signal aborted with, and not by what its handler threw: that may be of the same class. */
function interrupted(reason: unknown, claim: Claim): Verdict {
  if (reason instanceof LeaseLost) return { state: "lost" };
  if (reason instanceof Stopping) return { state: "released" };
  return failedAttempt(reason, claim); // timed out
}

/** Trying again would read the same bytes with the same schema: it waits, dead, for a newer one. */
function unreadable(error: unknown): Verdict {
  const isMismatch = WebhookError.is(error) && error.code === "schema-mismatch";
  const reason: DeadReason = isMismatch ? "schema-mismatch" : "unreadable";
  return { state: "dead", reason, error: messageOf(error) };
}

/** A signal that is listened to is kept for as long as its sources are: whoever waits must forget it in the end. */
function aborted(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let forget!: () => void;
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    forget = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  promise.catch(() => {}); // nobody awaits it when the event is superseded
  return { promise, forget };
}
