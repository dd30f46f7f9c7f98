import type { BodyInput, DeliveryInput } from "../delivery/delivery.ts";
import type { VerifyOptions } from "../delivery/verify-options.ts";
import type { WebhookError } from "../errors/error.ts";
import type { Scheme } from "../signature/scheme.ts";
import type { FieldSource, HeaderSource } from "./definition.ts";
import type { Dedupe, WebhookEvent } from "./event.ts";
import type { HandshakeResponse } from "./handshake.ts";
import type { SignOptions } from "./sign.ts";

/** A provider as adapters, the inbox, the CLI and the testing package take it. */
export interface Provider<Event extends WebhookEvent = WebhookEvent> {
  /** Lower-case name, e.g. `"github"`. In every event and error. */
  readonly id: Event["provider"];
  /** How deliveries are signed: the first of `schemes`. */
  readonly scheme: Scheme;
  /** Every way in which deliveries may be signed, the strongest first. */
  readonly schemes: readonly Scheme[];
  /** Known events by name. An object without a prototype. */
  readonly events: Readonly<Record<string, EventInfo>>;
  /** The place of the event's name: a header, a field, or `"payload"` when its shape tells. */
  readonly eventName: HeaderSource | FieldSource | "payload";
  /** The place of the id, and whether the signature covers it. Absent when there is no id. */
  readonly eventId?: (HeaderSource | FieldSource) & { readonly signed: boolean };
  /** Every header beside the signature that goes into an event, in lower case. */
  readonly storedHeaders: readonly string[];
  /** Every method with which the provider may send, in upper case. Absent: POST alone. */
  readonly methods?: readonly string[];

  /**
   * Verifies a delivery and gives its event. Throws WebhookError for a refused delivery, TypeError
   * for misuse.
   */
  verify(delivery: DeliveryInput, options: VerifyOptions): Event;
  /** Like `verify`, with the WebhookError in the result. TypeErrors are still thrown. */
  safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<Event>;
  /** Verifies the signature alone. Returns nothing; throws WebhookError. */
  verifySignature(delivery: DeliveryInput, options: VerifyOptions): void;
  /**
   * The response to an unsigned request with which the provider checks a URL; `undefined` for
   * anything else. Adapters send it. Absent for a provider that does not check.
   *
   * It proves nothing: anybody can send such a request, and gets back what they sent.
   */
  handshake?(delivery: DeliveryInput): HandshakeResponse | undefined;
  /** Every header the provider would send with this body. */
  sign(body: BodyInput, options: SignOptions): Record<string, string>;
}

/** Facts about one event of a provider. */
export interface EventInfo {
  /** Listed values of the payload's `action`; absent when the event has none. */
  readonly actions?: readonly string[];
  /** The worth of the `dedupeKey`, for an action that `repeatableActions` does not name. */
  readonly dedupe: Dedupe;
  /** Actions for which equal bytes can be a new occurrence. */
  readonly repeatableActions?: readonly string[];
}

/** Either the event or the reason it was refused. */
export type SafeVerifyResult<Event> =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly error: WebhookError };
