import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { normaliseHeaders } from "@flaghook/core/adapter";
import { Received, type IncomingDelivery, type ReceivedDelivery } from "../body/incoming.ts";
import { PendingBytes } from "../body/pending-bytes.ts";
import { readBody } from "../body/read-body.ts";
import { isAcceptance } from "../response/acceptance.ts";
import { completeResponse } from "../response/custom-response.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import {
  failureResponse,
  methodResponse,
  successResponse,
  type ReceiverResponse,
} from "../response/response.ts";
import type { DeliveryResult } from "./delivery-result.ts";
import { compileHandlers } from "./handlers.ts";
import { normaliseOptions } from "./normalise-options.ts";
import { startProgress, type Progress } from "./progress.ts";
import { compileReport } from "./report.ts";
import { compileScope } from "./scope.ts";
import { systemTimer, watch } from "./slow-handler.ts";
import { compileUnsignedRefusal } from "./unsigned.ts";
import { compileVerification } from "./verification.ts";
import type { WebhookOptions } from "./webhook-options.ts";

/** Gives the response to one delivery. Never rejects: whatever goes wrong becomes a response. */
export type Receiver<Request = unknown> = (delivery: IncomingDelivery<Request>) => Promise<ReceiverResponse>;

/**
 * Receives one delivery: `take` makes it of what a framework hands over, `write` writes the
 * response. Both may throw, since they may look at anything. After a failed `write` it is called
 * again with a 500, and only what it throws then is a rejection.
 */
export type CompiledReceiver<Request> = <Result>(
  take: () => IncomingDelivery<Request> | Promise<IncomingDelivery<Request>>,
  write: (response: ReceiverResponse) => Result,
) => Promise<Result>;

/** Everything that a receiver decides. Frameworks differ in `rawBodyHelp` alone. */
export function compileReceiver<Event extends WebhookEvent, Request>(
  given: WebhookOptions<Event, Request>,
  rawBodyHelp: string,
): CompiledReceiver<Request> {
  const { options, maxBodyBytes, maxPendingBytes, slowHandlerMs } = normaliseOptions(given);
  const { provider, inbox, timer = systemTimer } = options;
  const rules = {
    provider: provider.id,
    maxBodyBytes,
    pendingBytes: new PendingBytes(maxPendingBytes),
    rawBodyHelp,
    refuseUnread: compileUnsignedRefusal(provider),
  };
  const report = compileReport(options);
  const verify = compileVerification(options, maxBodyBytes, report);
  const scopeOf = compileScope(options.scope);
  const dispatch = compileHandlers(provider, options.on, options.onEvent);

  return async (take, write) => {
    const progress = startProgress<Event, Request>();
    try {
      const response = await respondTo(take, progress);
      try {
        return write(response);
      } catch (error) {
        progress.stage = "respond";
        await report(error, progress);
        return write(failureResponse(error, "respond"));
      }
    } finally {
      progress.release?.();
    }
  };

  async function respondTo(
    take: () => IncomingDelivery<Request> | Promise<IncomingDelivery<Request>>,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    let response: ReceiverResponse;
    try {
      const taken = take();
      // Awaited only if it is a promise: a stream may flow, or break, before the next tick.
      const incoming = taken instanceof Promise ? await taken : taken;
      const refusal = methodResponse(incoming.method ?? "POST");
      if (refusal !== undefined) return refusal;
      response = await receive(incoming, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
      response = failureResponse(error, progress.stage);
    }
    return customise(response, progress);
  }

  async function receive(
    incoming: IncomingDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    const headers = normaliseHeaders(incoming.headers); // an iterator could be read only once
    const body = await readBody(headers, incoming.body, rules);
    progress.release = body.release;
    const delivery = new Received(headers, body.bytes, incoming.request as Request); // absent only where it is unknown
    progress.delivery = delivery;
    const stopWatch = watch(timer, slowHandlerMs, () => void report(slowError(), progress));
    try {
      const verified = await verify(delivery, progress);
      return await (inbox === undefined ? handle : store)(verified, delivery, progress);
    } finally {
      await stop(stopWatch, progress);
    }
  }

  async function handle(
    verified: Event | WebhookError,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    progress.stage = "verify";
    if (WebhookError.is(verified)) throw verified;
    progress.stage = "handle";
    return successResponse((await dispatch(verified, delivery)) ? "handled" : "ignored");
  }

  /** Once stored, nothing may make the sender send it again: a later failure is only reported. */
  async function store(
    verified: Event | WebhookError,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    progress.stage = "scope";
    const scope = await scopeOf(delivery);
    progress.stage = "inbox";
    const acceptance: unknown = await inbox!.accept(verified, delivery, scope);
    if (!isAcceptance(acceptance)) {
      throw new TypeError('inbox.accept must resolve to "accepted", "duplicate" or "replay".');
    }
    try {
      if (acceptance === "accepted" || WebhookError.is(verified)) await handle(verified, delivery, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
    }
    return successResponse(acceptance);
  }

  /** A timer of your own may be anything. It does not change the response. */
  async function stop(stopWatch: () => void, progress: Progress<Event, Request>): Promise<void> {
    try {
      stopWatch();
    } catch (error) {
      await report(error, progress);
    }
  }

  async function customise(
    response: ReceiverResponse,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    if (options.respond === undefined) return response;
    progress.stage = "respond";
    const { error, event, isVerified, delivery } = progress;
    try {
      const result = { response, error, event, isVerified, delivery } as DeliveryResult<Event, Request>; // verified means read
      const custom = await options.respond(result);
      return custom === undefined ? response : completeResponse(custom);
    } catch (failure) {
      await report(failure, progress);
      return failureResponse(failure, "respond");
    }
  }

  function slowError(): ReceiverError {
    return new ReceiverError(
      "slow-handler",
      provider.id,
      `a delivery has no response after ${slowHandlerMs} ms. Senders give up and may disable the webhook: store ` +
        "the delivery in an inbox, respond, and work later.",
    );
  }
}
