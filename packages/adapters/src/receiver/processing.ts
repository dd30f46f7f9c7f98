import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { normaliseHeaders } from "@flaghook/core/adapter";
import { Received, type IncomingDelivery, type ReceivedDelivery } from "../body/incoming.ts";
import { PendingBytes } from "../body/pending-bytes.ts";
import { readBody } from "../body/read-body.ts";
import { isAcceptance } from "../response/acceptance.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { successResponse, type ReceiverResponse } from "../response/response.ts";
import { isThenable } from "../values/thenable.ts";
import { findMismatchCause } from "./mismatch-cause.ts";
import { compileHandlers } from "./handlers.ts";
import type { NormalisedOptions } from "./normalise-options.ts";
import type { Progress } from "./progress.ts";
import type { Report } from "./report.ts";
import { runHandlers } from "./run-handlers.ts";
import { compileScope } from "./scope.ts";
import { compileSecrets, type SecretSet } from "./secrets.ts";
import { MAX_DELAY_MS, systemTimer } from "./slow-handler.ts";
import { compileUnsignedRefusal } from "./unsigned.ts";
import { compileVerification } from "./verification.ts";

/** Takes one delivery from its body to its handlers, or throws. */
export type Process<Event extends WebhookEvent, Request> = (
  incoming: IncomingDelivery<Request>,
  progress: Progress<Event, Request>,
) => Promise<ReceiverResponse>;

/**
 * The steps of one receiver: body, secret, signature and schema, then handlers or inbox.
 *
 * Awaits only what is a promise: each await costs a delivery a microsecond.
 */
export function compileProcessing<Event extends WebhookEvent, Request>(
  { options, maxBodyBytes, maxPendingBytes, slowHandlerMs }: NormalisedOptions<Event, Request>,
  rawBodyHelp: string,
  report: Report<Event, Request>,
): Process<Event, Request> {
  const { provider, inbox, onVerified, timer = systemTimer } = options;
  const rules = {
    provider: provider.id,
    maxBodyBytes,
    pendingBytes: new PendingBytes(maxPendingBytes),
    rawBodyHelp,
    refuseUnread: compileUnsignedRefusal(provider),
  };
  const secretsOf = compileSecrets(provider, options.secret);
  const verify = compileVerification(options, maxBodyBytes);
  const scopeOf = compileScope(options.scope);
  const handlersOf = compileHandlers(provider, options.on, options.onEvent);

  return async (incoming, progress) => {
    const headers = normaliseHeaders(incoming.headers); // an iterator could be read only once
    const read = readBody(headers, incoming.body, rules);
    const body = read instanceof Promise ? await read : read;
    progress.release = body.release;
    const delivery = new Received(headers, body.bytes, incoming.request as Request); // absent only where it is unknown
    progress.delivery = delivery;
    const handshake = provider.handshake?.(delivery);
    if (handshake !== undefined) {
      progress.isHandshake = true;
      return handshake;
    }
    try {
      progress.stage = "secret";
      const found = secretsOf(delivery);
      const secrets = found instanceof Promise ? await watched(found, progress) : found;
      progress.stage = "verify";
      let verified: Event | WebhookError;
      try {
        verified = verify(secrets, delivery, progress);
      } catch (error) {
        throw WebhookError.is(error) ? findMismatchCause(error, body, headers, rawBodyHelp) : error;
      }
      if (onVerified !== undefined) await notify(verified.secretIndex ?? 0, secrets, delivery, progress);
      if (inbox !== undefined) return await store(verified, delivery, progress);
      progress.stage = "verify";
      if (WebhookError.is(verified)) throw verified;
      const handling = handle(verified, delivery, progress);
      return successResponse(
        (typeof handling === "boolean" ? handling : await handling) ? "handled" : "ignored",
      );
    } finally {
      if (progress.stopWatch !== undefined) await stopWatch(progress);
    }
  };

  async function notify(
    secretIndex: number,
    secrets: SecretSet,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<void> {
    progress.stage = "notify";
    const { event } = progress;
    try {
      const label = secrets.labelOf(secretIndex);
      const returned = onVerified!({ provider: provider.id, event, secretIndex, label, delivery });
      if (isThenable(returned)) await watched(returned, progress);
    } catch (error) {
      await report(error, progress);
    }
  }

  function handle(
    event: Event,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): boolean | Promise<boolean> {
    progress.stage = "handle";
    return runHandlers(handlersOf(event), event, delivery, (running) => watched(running, progress));
  }

  /** Once stored, nothing may make the sender send it again: a later failure is only reported. */
  async function store(
    verified: Event | WebhookError,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    progress.stage = "scope";
    const scope = scopeOf(delivery);
    const named = scope instanceof Promise ? await watched(scope, progress) : scope;
    progress.stage = "inbox";
    const acceptance: unknown = await watched(inbox!.accept(verified, delivery, named), progress);
    if (!isAcceptance(acceptance)) {
      throw new TypeError('inbox.accept must resolve to "accepted", "duplicate" or "replay".');
    }
    try {
      if (WebhookError.is(verified)) {
        progress.stage = "verify";
        throw verified;
      }
      if (acceptance === "accepted") await handle(verified, delivery, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
    }
    return successResponse(acceptance);
  }

  /** Starts the watch for slow handlers with the first promise: before that nothing can be slow. */
  function watched<Value>(
    promise: PromiseLike<Value>,
    progress: Progress<Event, Request>,
  ): PromiseLike<Value> {
    if (progress.stopWatch !== undefined || slowHandlerMs > MAX_DELAY_MS) return promise;
    try {
      progress.stopWatch = timer(() => void report(slowError(), progress), slowHandlerMs);
      return promise;
    } catch (error) {
      promise.then(undefined, () => {}); // nobody will wait for it now
      throw error;
    }
  }

  /** A timer of your own may be anything. It does not change the response. */
  async function stopWatch(progress: Progress<Event, Request>): Promise<void> {
    try {
      progress.stopWatch!();
    } catch (error) {
      await report(error, progress);
    }
  }

  function slowError(): ReceiverError {
    return new ReceiverError(
      "slow-handler",
      provider.id,
      `a delivery has no response after ${slowHandlerMs} ms. Senders give up and may disable the webhook: ` +
        "store the delivery in an inbox, respond, and work later.",
    );
  }
}
