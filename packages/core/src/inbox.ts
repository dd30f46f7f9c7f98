import { sha256Hex } from "#crypto";
import { readBody, type BodyInput, type DeliveryInput } from "./delivery/delivery.ts";
import { WebhookError } from "./errors/error.ts";
import { isHeaderSource, isIdIdentity, type HeaderSource } from "./provider/definition.ts";
import type { Dedupe, WebhookEvent } from "./provider/event.ts";
import { readHeaders, readStoredHeader } from "./provider/event-headers.ts";
import { isIterator, normaliseHeaders, readList } from "./delivery/headers.ts";
import { originOf, parserOf, type Origin, type Reading } from "./provider/provenance.ts";
import type { Provider } from "./provider/provider.ts";

export { compileLimit } from "./errors/log-limit.ts";

/** A verified delivery as an inbox keeps it. Never holds the signature or the secret. */
export interface StoredDelivery {
  readonly provider: string;
  /** The event's name; `undefined` for a mismatch whose name could not be read. */
  readonly name: string | undefined;
  readonly dedupeKey: string;
  readonly dedupe: Dedupe;
  /**
   * The provider's own id where the signature does not cover it: equal bytes under another id are a
   * replay.
   */
  readonly unsignedId: string | undefined;
  /**
   * The event's name, if the signature does not cover it: equal bytes under another name are
   * another delivery. Names that the provider does not list are all empty here, since anybody can
   * make them up. `undefined` if the signature covers the name.
   */
  readonly unsignedName: string | undefined;
  readonly secretIndex: number;
  /** The headers that an event of this provider is made from, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw bytes. Not a copy. */
  readonly body: Uint8Array;
}

/**
 * The form to keep a verified delivery in: one that gave an event, or a `schema-mismatch`.
 *
 * For inboxes. It verifies no signature: pass only what `verify` returned or threw, with the
 * delivery that you gave it.
 *
 * @throws {TypeError} when `verified` is neither
 */
export function toStored(verified: WebhookEvent | WebhookError, delivery: DeliveryInput): StoredDelivery {
  const isError = WebhookError.is(verified);
  const origin = originOf(isError ? verified : verified?.dedupe);
  if (origin === undefined) {
    throw new TypeError("only an event from verify(), or the schema-mismatch it threw, can be stored.");
  }
  const { headers: givenHeaders, body: givenBody } = delivery;
  if (isIterator(givenHeaders)) {
    throw new TypeError(
      "headers were an iterator, which verify() has read to its end. Pass an array of pairs to both.",
    );
  }
  const body = readBody(verified.provider, givenBody, Infinity);
  const digest = isError ? `sha256:${sha256Hex(body)}` : ""; // before reading headers: a getter may keep these bytes
  const read = readHeaders(normaliseHeaders(givenHeaders), origin.storedHeaders, origin, readList);
  const headers: Record<string, string> = {};
  for (const name of origin.storedHeaders) {
    const value = readStoredHeader(read, name, origin);
    if (value !== undefined) headers[name] = value;
  }
  const { eventId } = origin.definition;
  // By a token alone nobody signed an id: one in the header of the identity must not come back as one.
  const isIdUnsigned =
    isIdIdentity(origin.definition) &&
    isHeaderSource(eventId!) &&
    (isError ? origin.reading!.id === undefined : verified.dedupe.kind === "digest");
  if (isIdUnsigned) delete headers[(eventId as HeaderSource).header];
  const toUnsigned = (id: string | undefined): string | undefined =>
    origin.idIsSigned && !isIdUnsigned ? undefined : id;
  if (isError) {
    const reading = origin.reading!; // every mismatch has one
    return {
      provider: verified.provider,
      name: reading.name,
      dedupeKey: digest,
      dedupe: { kind: "digest", repeatable: isRepeatable(reading, origin, isIdUnsigned) },
      unsignedId: toUnsigned(reading.id),
      unsignedName: unsignedNameOf(reading.name, origin),
      secretIndex: verified.secretIndex ?? 0,
      headers,
      body,
    };
  }
  const { provider, name, dedupeKey, dedupe, secretIndex } = verified;
  return {
    provider,
    name,
    dedupeKey,
    dedupe,
    unsignedId: toUnsigned(verified.id),
    unsignedName: unsignedNameOf(name, origin),
    secretIndex,
    headers,
    body,
  };
}

/** A name in the body needs no cover: the digest has the body. */
function unsignedNameOf(
  name: string | undefined,
  { definition: { eventName }, signature: { isToken, idHeader }, events }: Origin,
): string | undefined {
  if (typeof eventName === "function" || !isHeaderSource(eventName)) return undefined;
  if (!isToken && idHeader === eventName.header) return undefined;
  return name !== undefined && events.find(name) !== undefined ? name : "";
}

/** Whether equal bytes of a mismatch could be a new occurrence: without a name, nobody knows. */
function isRepeatable(
  { name, event, action }: Reading,
  { definition, events }: Origin,
  isIdUnsigned: boolean,
): boolean {
  const hasIdentity = (isIdIdentity(definition) && !isIdUnsigned) || event?.identity !== undefined;
  if (name === undefined || hasIdentity) return false;
  try {
    return events.digestFor(name, event, action).repeatable;
  } catch {
    return false; // the definition's own isRepeatable threw, here or before
  }
}

/**
 * Makes the event of a stored delivery again, with the provider as it is now: a newer schema may
 * read what an older one refused.
 *
 * For inboxes alone: it verifies nothing. Whoever can write to the store can make events.
 *
 * @throws {WebhookError} `invalid-json` or `schema-mismatch`, as `verify` would
 * @throws {TypeError} when `provider` was not made by defineProvider
 */
export function parseStored<Event extends WebhookEvent>(
  provider: Provider<Event>,
  stored: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: BodyInput;
    readonly secretIndex: number;
  },
): Event {
  const parser = parserOf(provider);
  if (parser === undefined) throw new TypeError("provider must be one that defineProvider made.");
  const { headers, body, secretIndex } = stored;
  const read = parser.readHeaders(normaliseHeaders(headers));
  return parser.parse(read, readBody(provider.id, body, Infinity), secretIndex) as Event;
}
