import type { EventDefinition } from "./definition.ts";
import type { Dedupe } from "./event.ts";
import type { EventInfo } from "./provider.ts";

/**
 * The events of a definition, each compiled when its first delivery comes: there may be hundreds.
 */
export interface KnownEvents {
  /** The worth of an identity. One object, like all the others: it is in every event. */
  readonly identity: Dedupe;
  find(name: string): KnownEvent | undefined;
  /** The worth of a delivery's digest, for an unknown event too. */
  digestFor(name: string, event: KnownEvent | undefined, action: unknown): Dedupe;
  describe(): Readonly<Record<string, EventInfo>>;
}

/** An event of a definition, read once. */
export interface KnownEvent extends EventDefinition {
  /** The worth of its digest where it repeats, if it has a window of its own. */
  readonly repeated?: Dedupe;
}
