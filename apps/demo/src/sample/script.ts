/** One delivery of the scripted hour. */
export interface ScriptedDelivery {
  /** Minutes before now. */
  readonly minutesAgo: number;
  readonly provider: "github" | "goff" | "hypertune" | "optimizely";
  /** The event's name, for a provider that sends it in a header. */
  readonly name?: string;
  /** What the provider says, with the time that it says it. */
  readonly payload: (at: Date) => unknown;
  /** Changes the delivery after it was signed. */
  readonly damage?: (delivery: SentDelivery) => SentDelivery;
  /** The code that it must be refused with. */
  readonly refusedWith?: string;
  /** Comes once more under another id, as somebody's replay does. */
  readonly isReplayed?: boolean;
  /** Cannot be handled until somebody retries it. */
  readonly failsUntilRetried?: boolean;
}

/** Headers and body as they go over the wire. */
export interface SentDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
