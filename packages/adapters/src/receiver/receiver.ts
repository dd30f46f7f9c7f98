import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { normaliseHeaders } from "@flaghook/core/adapter";
import { readBody } from "../body/read-body.ts";
import { completeReply } from "../response/custom-response.ts";
import { Received, type IncomingDelivery, type ReceivedDelivery } from "../body/incoming.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { compileHandlers } from "./handlers.ts";
import { isAcceptance } from "./inbox.ts";
import { checkWebhookOptions, type WebhookOptions } from "./webhook-options.ts";
import type { Outcome } from "./delivery-result.ts";
import { PendingBytes } from "../body/pending-bytes.ts";
import { startProgress, type Progress } from "./progress.ts";
import { replyToFailure, replyToMethod, replyToSuccess, type Reply } from "../response/response.ts";
import { compileReport } from "./report.ts";
import { compileScope } from "./scope.ts";
import { systemTimer, watch } from "./slow-handler.ts";
import { refuseUnsigned } from "./unsigned.ts";
import { compileVerification } from "./verification.ts";

/** Answers one delivery. Never rejects: whatever goes wrong is an answer. */
export type Receiver<Request = unknown> = (delivery: IncomingDelivery<Request>) => Promise<Reply>;

/**
 * Answers one delivery that `take` makes of what a framework hands over, by `write`. Both may throw: what they look at can be
 * anything. A failed `write` is called again, with a 500, and only what it throws then is a rejection.
 */
export type CompiledReceiver<Request> = <Result>(
  take: () => IncomingDelivery<Request> | Promise<IncomingDelivery<Request>>,
  write: (reply: Reply) => Result,
) => Promise<Result>;

/** Everything that a receiver decides; `rawBodyFix` is all that differs between frameworks. */
export function compileReceiver<Event extends WebhookEvent, Request>(
  given: WebhookOptions<Event, Request>,
  rawBodyFix: string,
): CompiledReceiver<Request> {
  const { options, maxBodyBytes, maxPendingBytes, slowHandlerMs } = checkWebhookOptions(given);
  const { provider, inbox, timer = systemTimer } = options;
  const rules = {
    provider: provider.id,
    maxBodyBytes,
    pendingBytes: new PendingBytes(maxPendingBytes),
    rawBodyFix,
    refuseUnread: refuseUnsigned(provider),
  };
  const report = compileReport(options);
  const verify = compileVerification(options, maxBodyBytes, report);
  const scopeOf = compileScope(options.scope);
  const dispatch = compileHandlers(provider, options.on, options.onEvent);

  return async (take, write) => {
    const progress = startProgress<Event, Request>();
    try {
      const reply = await answer(take, progress);
      try {
        return write(reply);
      } catch (error) {
        progress.stage = "reply";
        await report(error, progress);
        return write(replyToFailure(error, "reply"));
      }
    } finally {
      progress.release?.();
    }
  };

  async function answer(
    take: () => IncomingDelivery<Request> | Promise<IncomingDelivery<Request>>,
    progress: Progress<Event, Request>,
  ): Promise<Reply> {
    let reply: Reply;
    try {
      const taken = take();
      // Not awaited in vain: a stream may flow, or break, before the next tick.
      const incoming = taken instanceof Promise ? await taken : taken;
      const toMethod = replyToMethod(incoming.method ?? "POST");
      if (toMethod !== undefined) return toMethod;
      reply = await receive(incoming, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
      reply = replyToFailure(error, progress.stage);
    }
    return override(reply, progress);
  }

  async function receive(
    incoming: IncomingDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<Reply> {
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
  ): Promise<Reply> {
    progress.stage = "verify";
    if (WebhookError.is(verified)) throw verified;
    progress.stage = "handle";
    return replyToSuccess((await dispatch(verified, delivery)) ? "handled" : "ignored");
  }

  /** Once stored, nothing may make the sender send it again: what fails after that is reported alone. */
  async function store(
    verified: Event | WebhookError,
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<Reply> {
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
    return replyToSuccess(acceptance);
  }

  /** A timer of your own may be anything. The answer stands. */
  async function stop(stopWatch: () => void, progress: Progress<Event, Request>): Promise<void> {
    try {
      stopWatch();
    } catch (error) {
      await report(error, progress);
    }
  }

  async function override(reply: Reply, progress: Progress<Event, Request>): Promise<Reply> {
    if (options.reply === undefined) return reply;
    progress.stage = "reply";
    const { error, event, isVerified, delivery } = progress;
    try {
      const outcome = { reply, error, event, isVerified, delivery } as Outcome<Event, Request>; // verified: it was read
      const custom = await options.reply(outcome);
      return custom === undefined ? reply : completeReply(custom);
    } catch (failure) {
      await report(failure, progress);
      return replyToFailure(failure, "reply");
    }
  }

  function slowError(): ReceiverError {
    return new ReceiverError(
      "slow-handler",
      provider.id,
      `a delivery is unanswered after ${slowHandlerMs} ms. Senders give up and may disable the webhook: store the delivery in an inbox, answer, and work later.`,
    );
  }
}
