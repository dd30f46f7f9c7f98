/** A delivery that was written down somewhere. */
export interface SavedDelivery {
  readonly method: string;
  /** As it was written: a whole URL, or a path. */
  readonly url: string;
  /** As they came: each line by itself, in its own case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Oddities of how it was saved, which may be why it is refused. */
  readonly notes: readonly string[];
}

/** A form in which a delivery can be saved. */
export const FORMS = ["http", "curl", "har"] as const;

/** One of {@link FORMS}. */
export type Form = (typeof FORMS)[number];
