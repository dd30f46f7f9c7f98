/** The fields of every event of every provider. */
export interface EventBase {
  /**
   * The provider's own id of this event or delivery, if it sends one. `provider.eventId` says
   * whether it is signed.
   */
  readonly id: string | undefined;
  /** Equal for two deliveries of the same event. Rests on signed bytes only; see `dedupe`. */
  readonly dedupeKey: string;
  readonly dedupe: Dedupe;
  /** Which of the secrets matched: when the old one never does any more, a rotation is over. */
  readonly secretIndex: number;
}

/** The worth of a `dedupeKey`. */
export interface Dedupe {
  /**
   * `identity`: the provider's own signed identity of the event. `digest`: `sha256:` and the hash
   * of the body, which two different events share when nothing in their payloads differs.
   */
  readonly kind: "identity" | "digest";
  /**
   * Whether the provider may send the same bytes for a new occurrence. Do not drop such an event as
   * a duplicate.
   */
  readonly repeatable: boolean;
  /**
   * For a repeatable event without an id: equal bytes within this many seconds are one occurrence.
   */
  readonly windowSeconds?: number;
}

/** A verified event of any provider. Narrow on `type` with the provider's own union. */
export interface WebhookEvent extends EventBase {
  readonly provider: string;
  /** The name again if it is known, else `"unknown"`. */
  readonly type: string;
  /** The provider's own name of the event. */
  readonly name: string;
  readonly payload: unknown;
}
