import type { Provider, WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { CustomResponse } from "../response/custom-response.ts";
import type { DeliveryResult, ErrorContext, LogContext, VerifiedDelivery } from "./delivery-result.ts";
import type { EventMapped, Handler, Handlers } from "./handlers.ts";
import type { ReceiverInbox } from "./inbox.ts";
import type { SecretInput, SecretLookup } from "./secrets.ts";
import type { Timer } from "./slow-handler.ts";

/**
 * How to receive the deliveries of one provider at one endpoint. An option that is not listed here
 * is a TypeError.
 */
export interface WebhookOptions<Event extends WebhookEvent, Request = unknown, EventMap = unknown> {
  /** Who sends the deliveries, e.g. `github` of `@flaghook/github`. */
  readonly provider: Provider<Event> & EventMapped<EventMap>;
  /**
   * The shared key, or several while one is being rotated out: the first that matches wins. Entries
   * of a list may be `{ label, secret }`.
   *
   * Or a function that finds it for each delivery, before anything is verified. It may be
   * asynchronous. `() => process.env.GITHUB_WEBHOOK_SECRET` lets you build where the variable is
   * not set: when it returns `undefined` or `""`, the response is 500 `secret-missing`. `null` or
   * an empty list means an unknown tenant: refused like a wrong signature. When it throws, the
   * response is 500.
   */
  readonly secret: SecretInput | SecretLookup<Request>;
  /**
   * Handlers by the event's type, or by its type and action: `"issues.labeled"`. Both run, the
   * action's first, awaited before the response. With an `inbox` they run after a delivery was
   * accepted, not for a duplicate or a replay, and cannot change the response: work that must not
   * be lost belongs in the inbox's handlers.
   */
  readonly on?: Handlers<Event, Request, EventMap> | undefined;
  /** Runs for every event, after its handlers in `on`, and under the same terms. */
  readonly onEvent?: Handler<Event, Request> | undefined;
  /**
   * Called for every delivery whose signature holds, before handlers and inbox. Says which secret
   * matched, so that you see when a rotation is done. Awaited. What it throws goes to `onError` and
   * changes nothing.
   */
  readonly onVerified?: ((verified: VerifiedDelivery<Event, Request>) => unknown) | undefined;
  /**
   * Called for every refusal and failure, and for a handler that is still running after
   * `slowHandlerMs`. Awaited. Replaces `log`. When it throws, the sender still gets its response,
   * and the failure goes to `log`.
   */
  readonly onError?: ((error: unknown, context: ErrorContext<Event, Request>) => unknown) | undefined;
  /**
   * Writes a line for every failure on this side and every refusal of a signed delivery. Other
   * refusals, and 503 `overloaded`, are a stranger's to cause: at most one line a minute for each
   * code, with their count. Default: `console.error`. `false` turns it off.
   */
  readonly log?: false | ((line: string, context: LogContext<Event, Request>) => unknown) | undefined;
  /**
   * Stores deliveries durably: the response is 2xx once it has. A signed payload that breaks its
   * schema is stored, too.
   */
  readonly inbox?: ReceiverInbox | undefined;
  /**
   * Names the endpoint or tenant to the inbox, so that one tenant cannot suppress another's event.
   * Needs `inbox`. A function may be asynchronous, and must return a non-empty string: otherwise,
   * and when it throws, the response is 500, since tenants without a name would be one.
   */
  readonly scope?: string | ((delivery: ReceivedDelivery<Request>) => string | Promise<string>) | undefined;
  /**
   * Largest body accepted, in bytes: a non-negative integer or Infinity. Default 26 214 400 (25
   * MiB). Enforced while reading.
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * How many bytes the bodies of deliveries without a response may take up together: a non-negative
   * integer or Infinity. Default 268 435 456 (256 MiB), or a higher finite `maxBodyBytes`. Beyond
   * it the one that has been pending longest gets 503. Bodies up to 1 MiB are always read and do
   * not count, nor do those that somebody else has read.
   */
  readonly maxPendingBytes?: number | undefined;
  /**
   * A delivery that has no response this many milliseconds after its body was read is reported to
   * `onError`, once. Default 8000, since most senders give up at 10 s. Infinity turns it off.
   * Nothing is aborted.
   */
  readonly slowHandlerMs?: number | undefined;
  /**
   * The methods with which deliveries come, in upper case. Others get 405. Default: what the
   * provider says, else POST.
   */
  readonly methods?: readonly string[] | undefined;
  /**
   * Called last for each delivery; a provider that checks the URL sends none. Return a response to
   * send it instead of the default. For senders that resend a growing batch until they see a
   * 2xx. When it throws, or returns what is not a response, the sender gets 500 and `onError` a
   * report.
   */
  readonly respond?:
    | ((
        result: DeliveryResult<Event, Request>,
      ) => CustomResponse | undefined | Promise<CustomResponse | undefined>)
    | undefined;
  /** The clock, for schemes that sign a timestamp and for `log`. Default: the system's. */
  readonly now?: (() => Date) | undefined;
  /**
   * Measures `slowHandlerMs`. For tests. Default: `setTimeout`, without keeping the process alive.
   */
  readonly timer?: Timer | undefined;
}
