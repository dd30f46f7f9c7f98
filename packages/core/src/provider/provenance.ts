import type { StoredHeaders } from "./event-headers.ts";

/** What an event or a mismatch carries along, unseen, so that an inbox can keep its delivery. */
export interface Origin extends StoredHeaders {
  readonly idIsSigned: boolean;
  /** The event's name, where the value does not say it: on a mismatch. */
  readonly name?: string | undefined;
}

// Registered symbols: the inbox may have loaded another copy of core, ESM beside CJS.
const ORIGIN = Symbol.for("flaghook.origin");

/** Marks a value as coming from a provider. Not enumerable: nothing prints, compares or serialises it. */
export function linkOrigin<Value extends object>(value: Value, origin: Origin): Value {
  return Object.defineProperty(value, ORIGIN, { value: origin });
}

/** The mark, or `undefined` on a value that no provider made. */
export function originOf(value: object | undefined): Origin | undefined {
  return value && (value as { [ORIGIN]?: Origin })[ORIGIN];
}
