import { WebhookError, type WebhookEvent } from "@flaghook/core";
import { checkOptions, settleHeaders } from "@flaghook/core/received";
import { readBody } from "./body.ts";
import { Received, type IncomingDelivery, type ReceivedDelivery } from "./delivery.ts";
import { ReceiverError } from "./error.ts";
import { compileHandlers } from "./handlers.ts";
import type { Acceptance } from "./inbox.ts";
import { checkWebhookOptions, type WebhookOptions } from "./options.ts";
import type { ErrorContext, Outcome, Stage } from "./outcome.ts";
import { completeReply, replyToFailure, replyToMethod, replyToSuccess, type Reply } from "./reply.ts";
import { nobodysSecret, toSecretSet, type SecretSet } from "./secrets.ts";
import { systemTimer, watch } from "./slow-handler.ts";

/** Answers one delivery. Never rejects: whatever goes wrong is an answer. */
export type Receiver<Request = unknown> = (delivery: IncomingDelivery<Request>) => Promise<Reply>;

/** How far a delivery has come. Read by whoever has to say what went wrong. */
interface Progress<Event extends WebhookEvent, Request> {
  stage: Stage;
  isVerified: boolean;
  event: Event | undefined;
  delivery: ReceivedDelivery<Request> | undefined;
  error: unknown;
}

/** Everything that a receiver decides; `rawBodyFix` is all that differs between frameworks. */
export function compileReceiver<Event extends WebhookEvent, Request>(
  options: WebhookOptions<Event, Request>,
  rawBodyFix: string,
): Receiver<Request> {
  const { maxBodyBytes, slowHandlerMs } = checkWebhookOptions(options);
  const { provider, secret, on, onEvent, onVerified, inbox, scope, now, timer = systemTimer } = options;
  const { onError = logFailure } = options;
  const dispatch = compileHandlers(provider, on, onEvent);
  const rules = { provider: provider.id, maxBodyBytes, rawBodyFix };
  const limits = { maxBodyBytes, ...(now !== undefined && { now }) };
  let noSecret: SecretSet | undefined;
  const fixedSecrets = typeof secret === "function" ? undefined : toSecretSet(secret);

  return async (incoming) => {
    const reply = replyToMethod(incoming.method ?? "POST");
    if (reply !== undefined) return reply;
    const progress: Progress<Event, Request> = {
      stage: "receive",
      isVerified: false,
      event: undefined,
      delivery: undefined,
      error: undefined,
    };
    return override(progress, await answer(incoming, progress));
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
      stopWatch = watch(
        timer,
        slowHandlerMs,
        () => void report(slowError(), { ...progress, stage: "handle" }),
      );
      const verified = await verify(delivery, progress);
      return await (inbox === undefined ? handle(verified, progress) : store(verified, progress));
    } catch (error) {
      progress.error = error;
      await report(error, progress);
      return replyToFailure(error, progress.stage);
    } finally {
      stopWatch?.();
    }
  }

  /** The event, or the `schema-mismatch` that an inbox wants to keep. Throws every other refusal. */
  async function verify(
    delivery: ReceivedDelivery<Request>,
    progress: Progress<Event, Request>,
  ): Promise<Event | WebhookError> {
    progress.stage = "secret";
    const secrets = fixedSecrets ?? (await lookUp(delivery));
    progress.stage = "verify";
    let verified: Event | WebhookError;
    try {
      verified = provider.verify(delivery, { ...limits, secret: secrets.secret });
      progress.event = verified;
    } catch (error) {
      // The signature is checked before JSON and schema, so these two say that it holds.
      progress.isVerified =
        WebhookError.is(error) && (error.code === "schema-mismatch" || error.code === "invalid-json");
      if (!WebhookError.is(error) || error.secretIndex === undefined) throw error;
      verified = error;
    }
    progress.isVerified = true;
    await notify(verified, secrets, progress, delivery);
    return verified;
  }

  async function lookUp(delivery: ReceivedDelivery<Request>): Promise<SecretSet> {
    const found = typeof secret === "function" ? await secret(delivery) : secret;
    if (found === undefined || found === null || (Array.isArray(found) && found.length === 0)) {
      return (noSecret ??= nobodysSecret()); // not before a delivery is there: Workers have no randomness at start
    }
    const secrets = toSecretSet(found);
    checkOptions({ secret: secrets.secret }); // verify would say the same, but as if the delivery were at fault
    return secrets;
  }

  async function notify(
    verified: Event | WebhookError,
    secrets: SecretSet,
    progress: Progress<Event, Request>,
    delivery: ReceivedDelivery<Request>,
  ): Promise<void> {
    if (onVerified === undefined) return;
    progress.stage = "notify";
    const secretIndex = verified.secretIndex ?? 0;
    const { event } = progress;
    try {
      await onVerified({
        provider: provider.id,
        event,
        secretIndex,
        label: secrets.labelOf(secretIndex),
        delivery,
      });
    } catch (error) {
      await report(error, progress);
    }
  }

  async function handle(verified: Event | WebhookError, progress: Progress<Event, Request>): Promise<Reply> {
    progress.stage = "verify";
    if (WebhookError.is(verified)) throw verified;
    progress.stage = "handle";
    return replyToSuccess((await dispatch(verified, progress.delivery!)) ? "handled" : "ignored");
  }

  async function store(verified: Event | WebhookError, progress: Progress<Event, Request>): Promise<Reply> {
    const delivery = progress.delivery!;
    progress.stage = "inbox";
    const name = typeof scope === "function" ? await scope(delivery) : scope;
    const acceptance = await inbox!.accept(verified, delivery, name === undefined ? {} : { scope: name });
    progress.stage = "verify";
    if (WebhookError.is(verified)) {
      progress.error = verified;
      await report(verified, progress);
    } else if (acceptance === "accepted") {
      await handleStored(verified, progress);
    }
    return replyToSuccess(acceptance satisfies Acceptance);
  }

  /** The delivery is safe already: a handler that fails must not make the sender resend it. */
  async function handleStored(event: Event, progress: Progress<Event, Request>): Promise<void> {
    progress.stage = "handle";
    try {
      await dispatch(event, progress.delivery!);
    } catch (error) {
      progress.error = error;
      await report(error, progress);
    }
  }

  async function override(progress: Progress<Event, Request>, reply: Reply): Promise<Reply> {
    if (options.reply === undefined) return reply;
    progress.stage = "reply";
    const { error, event, isVerified, delivery } = progress;
    try {
      const custom = await options.reply({ reply, error, event, isVerified, delivery } as Outcome<
        Event,
        Request
      >);
      return custom === undefined ? reply : completeReply(custom);
    } catch (failure) {
      await report(failure, progress);
      return replyToFailure(failure, "reply");
    }
  }

  async function report(error: unknown, progress: Progress<Event, Request>): Promise<void> {
    const { stage, isVerified, event, delivery } = progress;
    try {
      await onError(error, { provider: provider.id, stage, isVerified, event, delivery });
    } catch {
      // There is nobody left to tell, and the sender still needs its answer.
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

/** What happens to errors when nobody listens. Strangers can cause refusals at will: those are not worth a line. */
function logFailure(error: unknown, { stage, isVerified }: ErrorContext<WebhookEvent>): void {
  if (isVerified || replyToFailure(error, stage).status >= 500) console.error(error);
}
