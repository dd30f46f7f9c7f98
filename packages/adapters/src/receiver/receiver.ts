import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { settleHeaders } from "@flaghook/core/received";
import { readBody } from "../body/read-body.ts";
import { Received, type IncomingDelivery, type ReceivedDelivery } from "../body/incoming.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { compileHandlers } from "./handlers.ts";
import { checkWebhookOptions, type WebhookOptions } from "./webhook-options.ts";
import type { Outcome } from "./delivery-result.ts";
import { startProgress, type Progress } from "./progress.ts";
import {
  completeReply,
  replyToFailure,
  replyToMethod,
  replyToSuccess,
  type Reply,
} from "../response/response.ts";
import { compileReport } from "./report.ts";
import { systemTimer, watch } from "./slow-handler.ts";
import { compileVerification } from "./verification.ts";

/** Answers one delivery. Never rejects: whatever goes wrong is an answer. */
export type Receiver<Request = unknown> = (delivery: IncomingDelivery<Request>) => Promise<Reply>;

/** Everything that a receiver decides; `rawBodyFix` is all that differs between frameworks. */
export function compileReceiver<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
  rawBodyFix: string,
): Receiver<Request> {
  const { maxBodyBytes, slowHandlerMs } = checkWebhookOptions(options);
  const { provider, inbox, scope, timer = systemTimer } = options;
  const rules = { provider: provider.id, maxBodyBytes, rawBodyFix };
  const report = compileReport(options);
  const verify = compileVerification(options, maxBodyBytes, report);
  const dispatch = compileHandlers(provider, options.on, options.onEvent);

  return async (incoming) => {
    const reply = replyToMethod(incoming.method ?? "POST");
    if (reply !== undefined) return reply;
    const progress = startProgress<Event, Request>();
    return override(await answer(incoming, progress), progress);
  };

  async function answer(
    incoming: IncomingDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<Reply> {
    let stopWatch: (() => void) | undefined;
    try {
      const headers = settleHeaders(incoming.headers); // an iterator could be read only once
      const body = await readBody(headers, incoming.body, rules);
      const delivery = new Received(headers, body, incoming.request as Request); // absent only where it is unknown
      progress.delivery = delivery;
      stopWatch = watch(timer, slowHandlerMs, () => void report(slowError(), progress));
      const verified = await verify(delivery, progress);
      return await (inbox === undefined ? handle : store)(verified, delivery, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
      return replyToFailure(error, progress.stage);
    } finally {
      stopWatch?.();
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
    progress.stage = "inbox";
    const name = typeof scope === "function" ? await scope(delivery) : scope;
    const acceptance = await inbox!.accept(verified, delivery, name === undefined ? {} : { scope: name });
    try {
      if (acceptance === "accepted" || WebhookError.is(verified)) await handle(verified, delivery, progress);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
    }
    return replyToSuccess(acceptance);
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
