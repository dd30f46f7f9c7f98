/** What every event of every provider says. */
export interface EventBase {
  /** The provider's own id of this event or delivery, if it sends one. `provider.eventId` says whether it is signed. */
  readonly id: string | undefined;
  /** Equal for two deliveries of the same event. Rests on signed bytes only. What it is worth stands in `dedupe`. */
  readonly dedupeKey: string;
  readonly dedupe: Dedupe;
  /** Which of the secrets matched, so that a rotation can be seen to finish. */
  readonly secretIndex: number;
}

/** What a `dedupeKey` is worth. */
export interface Dedupe {
  /**
   * `identity`: the provider's own signed identity of the event. `digest`: `sha256:` and the hash of the body, which two
   * different events share when nothing in their payloads differs.
   */
  readonly kind: "identity" | "digest";
  /** Whether the same bytes can be sent again for a new occurrence. Such an event must not be dropped as a duplicate. */
  readonly repeatable: boolean;
  /** For a repeatable event without an id: equal bytes within this many seconds are one occurrence. */
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
