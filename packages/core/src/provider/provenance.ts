import type { NormalisedHeaders } from "../delivery/headers.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import type { ProviderDefinition } from "./definition.ts";
import type { StoredHeaders } from "./event-headers.ts";
import type { WebhookEvent } from "./event.ts";
import type { KnownEvent, KnownEvents } from "./known-event.ts";

/** Travels unseen with an event or a mismatch, so that an inbox can keep its delivery. */
export interface Origin extends StoredHeaders {
  readonly idIsSigned: boolean;
  readonly definition: ProviderDefinition;
  readonly signature: CompiledScheme;
  readonly events: KnownEvents;
  /** How far a mismatch had been read. */
  readonly reading?: Reading;
}

/** A signed body as far as it has been read. */
export interface Reading {
  readonly raw: unknown;
  readonly secretIndex: number;
  readonly id: string | undefined;
  readonly action: unknown;
  name: string | undefined;
  event: KnownEvent | undefined;
}

/** Turns signed bytes into events. */
export interface EventParser {
  /** Reads the headers of a delivery once. */
  readonly readHeaders: (headers: NormalisedHeaders) => NormalisedHeaders;
  /**
   * The event in a body whose signature holds: verifies nothing itself. Takes the headers that
   * `readHeaders` gave.
   */
  parse(headers: NormalisedHeaders, body: Uint8Array, secretIndex: number): WebhookEvent;
}

// Registered symbols: the inbox may have loaded another copy of core, ESM beside CJS.
const ORIGIN = Symbol.for("flaghook.origin");
const PARSER = Symbol.for("flaghook.parser");

/**
 * Marks a value as made by a provider. Not enumerable: nothing prints, compares or serialises it.
 */
export function linkOrigin<Value extends object>(value: Value, origin: Origin): Value {
  return Object.defineProperty(value, ORIGIN, { value: origin });
}

/** The mark, or `undefined` on a value that no provider made. */
export function originOf(value: object | undefined): Origin | undefined {
  return value && (value as { [ORIGIN]?: Origin })[ORIGIN];
}

/**
 * Lets `parseStored` find a provider's parser. Not enumerable, and under no name that you would
 * call.
 */
export function linkParser<Linked extends object>(provider: Linked, parser: EventParser): Linked {
  return Object.defineProperty(provider, PARSER, { value: parser });
}

/** The parser of a provider, or `undefined` for anything that defineProvider did not make. */
export function parserOf(provider: object): EventParser | undefined {
  return (provider as { [PARSER]?: EventParser })[PARSER];
}
