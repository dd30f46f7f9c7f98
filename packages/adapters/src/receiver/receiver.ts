import type { WebhookEvent } from "@flaghook/core";
import type { IncomingDelivery } from "../body/incoming.ts";
import { completeResponse } from "../response/custom-response.ts";
import { failureResponse, methodResponse, type ReceiverResponse } from "../response/response.ts";
import { isThenable } from "../values/thenable.ts";
import type { DeliveryResult } from "./delivery-result.ts";
import { methodError } from "./methods.ts";
import { normaliseOptions } from "./normalise-options.ts";
import { compileProcessing } from "./processing.ts";
import { startProgress, type Progress } from "./progress.ts";
import { compileReport } from "./report.ts";
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
export function compileReceiver<Event extends WebhookEvent, Request, EventMap>(
  given: WebhookOptions<Event, Request, EventMap>,
  rawBodyHelp: string,
): CompiledReceiver<Request> {
  const normalised = normaliseOptions(given as WebhookOptions<Event, Request>); // the map is types alone
  const { options, methods } = normalised;
  const { provider, respond } = options;
  const report = compileReport(options);
  const process = compileProcessing(normalised, rawBodyHelp, report);

  return async (take, write) => {
    const progress = startProgress<Event, Request>();
    let response: ReceiverResponse;
    try {
      try {
        const taken = take();
        // Awaited only if it is a promise: a stream may flow, or break, before the next tick.
        const incoming = taken instanceof Promise ? await taken : taken;
        progress.url = incoming.url;
        const { method = "POST" } = incoming;
        if (!methods.allowed.has(method)) {
          const error = methodError(provider.id, method, methods);
          if (error !== undefined) await report(error, progress);
          return write(methodResponse(method, methods.allow));
        }
        response = await process(incoming, progress);
      } catch (error) {
        progress.error = error;
        await report(error, progress);
        response = failureResponse(error, progress.stage);
      }
      if (respond !== undefined && !progress.isHandshake) response = await customise(response, progress);
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

  async function customise(
    response: ReceiverResponse,
    progress: Progress<Event, Request>,
  ): Promise<ReceiverResponse> {
    progress.stage = "respond";
    const { error, event, isVerified, delivery } = progress;
    try {
      const result = { response, error, event, isVerified, delivery } as DeliveryResult<Event, Request>; // verified means read
      const returned = respond!(result);
      const custom = isThenable(returned) ? await returned : returned;
      return custom === undefined ? response : completeResponse(custom);
    } catch (failure) {
      await report(failure, progress);
      return failureResponse(failure, "respond");
    }
  }
}
