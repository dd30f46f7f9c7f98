import type { Place } from "./place.ts";

/**
 * Something that a user does. Throws when it does not go as it should; may say something about it.
 */
export interface Scenario {
  readonly name: string;
  readonly run: (place: Place) => Promise<string | void>;
}
