import type { Provider, WebhookEvent } from "@flaghook/core";
import { assertOptions, DEFAULT_MAX_BODY_BYTES } from "@flaghook/core/adapter";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { Handler, Handlers } from "./handlers.ts";
import type { ReceiverInbox } from "./inbox.ts";
import type { ErrorContext, Outcome, Verification } from "./delivery-result.ts";
import type { CustomReply } from "../response/custom-response.ts";
import { isPlainObject } from "../values/kind.ts";
import { toSecretSet, type SecretInput, type SecretLookup } from "./secrets.ts";
import type { Timer } from "./slow-handler.ts";

/** How to receive the deliveries of one provider at one endpoint. An option that is not listed here is a TypeError. */
export interface WebhookOptions<Event extends WebhookEvent, Request = unknown> {
  /** Whose deliveries these are, e.g. `github` of `@flaghook/github`. */
  readonly provider: Provider<Event>;
  /**
   * The shared key, or several while one is being rotated out: the first that matches wins. Entries of a list may be
   * `{ label, secret }`. A function is called for each delivery, before anything is verified: it may be asynchronous, and
   * returns `undefined` or an empty list when it knows no secret; the delivery is then refused like one with a wrong
   * signature. What it throws is answered 500.
   */
  readonly secret: SecretInput | SecretLookup<Request>;
  /**
   * Handlers by the event's type, awaited before the answer. With an `inbox` they run after a delivery was accepted, not
   * for a duplicate or a replay, and cannot change the answer: work that must not be lost belongs to the inbox's handlers.
   */
  readonly on?: Handlers<Event, Request> | undefined;
  /** Runs for every event, after its handler in `on`, and under the same terms. */
  readonly onEvent?: Handler<Event, Request> | undefined;
  /**
   * Told of every delivery whose signature holds, before handlers and inbox: which secret matched, so that a rotation can
   * be seen to finish. Awaited. What it throws goes to `onError` and changes nothing.
   */
  readonly onVerified?: ((verification: Verification<Event, Request>) => unknown) | undefined;
  /**
   * Told of every refusal and failure, and of a handler that is still running after `slowHandlerMs`. Awaited. What it
   * throws is ignored: the sender must get its answer. Default: failures on this side (status 500 and above, slow handlers)
   * and refusals of signed deliveries go to `console.error`; others are silent, since any stranger can cause them.
   */
  readonly onError?: ((error: unknown, context: ErrorContext<Event, Request>) => unknown) | undefined;
  /** Stores deliveries durably: the answer is 2xx once it has. A signed payload that breaks its schema is stored, too. */
  readonly inbox?: ReceiverInbox | undefined;
  /**
   * Names the endpoint or tenant to the inbox, so that one tenant cannot suppress another's event. Needs `inbox`. A function
   * may be asynchronous, and must give a non-empty string: anything else, and what it throws, is answered 500, since tenants
   * without a name would be one.
   */
  readonly scope?: string | ((delivery: ReceivedDelivery<Request>) => string | Promise<string>) | undefined;
  /** Largest body accepted, in bytes: a non-negative integer or Infinity. Default 26 214 400 (25 MiB). Checked while reading. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * What the bodies of unanswered deliveries may hold together, in bytes: a non-negative integer or Infinity. Default
   * 268 435 456 (256 MiB), or a higher finite `maxBodyBytes`. Beyond it the one that has been coming in longest is answered
   * 503. Bodies up to 1 MiB are always read and not counted, nor are those that somebody else has read.
   */
  readonly maxPendingBytes?: number | undefined;
  /**
   * A delivery that is unanswered this many milliseconds after its body was read is reported to `onError`, once. Default
   * 8000, since most senders give up at 10 s. Infinity turns it off. Nothing is aborted.
   */
  readonly slowHandlerMs?: number | undefined;
  /**
   * Called last, for every POST: return an answer to send it instead of the default. For senders that resend a growing
   * batch until they see a 2xx. What it throws is answered 500, and so is what is no answer, with a report to `onError`.
   */
  readonly reply?:
    | ((outcome: Outcome<Event, Request>) => CustomReply | undefined | Promise<CustomReply | undefined>)
    | undefined;
  /** The clock, for schemes that sign a timestamp. Default: the system's. */
  readonly now?: (() => Date) | undefined;
  /** What `slowHandlerMs` is measured with. For tests. Default: `setTimeout`, without keeping the process alive. */
  readonly timer?: Timer | undefined;
}

const DEFAULT_SLOW_HANDLER_MS = 8000;

const OPTIONS = [
  "provider",
  "secret",
  "on",
  "onEvent",
  "onVerified",
  "onError",
  "inbox",
  "scope",
  "maxBodyBytes",
  "maxPendingBytes",
  "slowHandlerMs",
  "reply",
  "now",
  "timer",
];

const FUNCTIONS = ["onEvent", "onVerified", "onError", "reply", "timer"] as const;

const DEFAULT_MAX_PENDING_BYTES = 2 ** 28;

/** Options that were read once, and the limits with their defaults in place. */
export interface SettledOptions<Event extends WebhookEvent, Request> {
  /** Without a prototype: what somebody adds to all objects is no option. */
  readonly options: WebhookOptions<Event, Request>;
  readonly maxBodyBytes: number;
  readonly maxPendingBytes: number;
  readonly slowHandlerMs: number;
}

/** @throws {TypeError} on anything that a type checker would have refused, an empty secret among them */
export function checkWebhookOptions<Event extends WebhookEvent, Request>(
  given: WebhookOptions<Event, Request>,
): SettledOptions<Event, Request> {
  if (typeof given !== "object" || given === null) {
    throw new TypeError("options must be an object with a provider and a secret.");
  }
  const options = Object.assign(Object.create(null), given) as WebhookOptions<Event, Request>;
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      throw new TypeError(`unknown option ${JSON.stringify(name)}. Known: ${OPTIONS.join(", ")}.`);
    }
  }
  const { provider, secret, now, inbox, scope, on } = options;
  if (typeof provider !== "object" || provider === null || typeof provider.verify !== "function") {
    throw new TypeError("provider must be one that defineProvider made, e.g. github of @flaghook/github.");
  }
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, slowHandlerMs = DEFAULT_SLOW_HANDLER_MS } = options;
  assertOptions({
    secret: typeof secret === "function" ? "looked up later" : toSecretSet(secret).secret,
    maxBodyBytes,
    ...(now !== undefined && { now }),
  });
  const { maxPendingBytes = defaultPendingBytes(maxBodyBytes) } = options;
  if (maxPendingBytes !== Infinity && !(Number.isInteger(maxPendingBytes) && maxPendingBytes >= 0)) {
    throw new TypeError("maxPendingBytes must be Infinity or an integer from 0.");
  }
  if (typeof slowHandlerMs !== "number" || !(slowHandlerMs > 0)) {
    throw new TypeError("slowHandlerMs must be a positive number of milliseconds.");
  }
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw new TypeError(`${name} must be a function.`);
    }
  }
  if (on !== undefined && !isPlainObject(on)) {
    throw new TypeError(
      "on must be a plain object of handlers by event type: methods of a class are not seen.",
    );
  }
  if (inbox !== undefined && typeof inbox?.accept !== "function") {
    throw new TypeError("inbox must have an accept function, as those of @flaghook/inbox do.");
  }
  if (scope !== undefined && inbox === undefined) throw new TypeError("scope needs an inbox to give it to.");
  if (scope !== undefined && typeof scope !== "function" && (typeof scope !== "string" || scope === "")) {
    throw new TypeError("scope must be a non-empty string or a function that returns one.");
  }
  return { options, maxBodyBytes, maxPendingBytes, slowHandlerMs };
}

/** Somebody who raises the limit of one body must not find that it is refused for its bytes all the same. */
function defaultPendingBytes(maxBodyBytes: number): number {
  return maxBodyBytes === Infinity
    ? DEFAULT_MAX_PENDING_BYTES
    : Math.max(DEFAULT_MAX_PENDING_BYTES, maxBodyBytes);
}
