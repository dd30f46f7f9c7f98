import { isObject } from "./check.ts";
import { checkHeaderName } from "./check-scheme.ts";
import type {
  EventDefinition,
  FieldSource,
  HeaderSource,
  ProviderDefinition,
  Validator,
} from "./definition.ts";

const OPTIONS = new Set([
  "id",
  "scheme",
  "events",
  "eventName",
  "eventId",
  "identity",
  "extend",
  "headers",
  "unwrap",
  "sends",
  "alsoSigns",
]);

const EVENT_OPTIONS = new Set(["validator", "actions", "identity", "repeatable", "repeatWindowSeconds"]);

/** @throws {TypeError} when a definition lacks a part, has one we do not know, or contradicts itself */
export function checkDefinition(definition: ProviderDefinition): void {
  if (!isObject(definition)) throw new TypeError("a provider's definition must be an object.");
  const { id, scheme, events, eventName, eventId, headers = [], sends = {}, alsoSigns = [] } = definition;
  checkOptionNames("", definition, OPTIONS);
  if (typeof id !== "string" || !/^[a-z0-9-]+$/.test(id)) {
    throw new TypeError("id must be made of lower-case letters, digits and hyphens.");
  }
  if (!isObject(scheme)) throw new TypeError("scheme must be an object that says how deliveries are signed.");
  if (!isObject(events)) throw new TypeError("events must be an object of validators by name.");
  for (const [name, event] of Object.entries(events)) checkEvent(name, event, definition.identity);

  if (typeof eventName !== "function") checkSource("eventName", eventName);
  if (eventId !== undefined) checkSource("eventId", eventId);
  checkIdentity(definition);
  for (const name of ["extend", "unwrap"] as const) {
    const given = definition[name];
    if (given !== undefined && typeof given !== "function")
      throw new TypeError(`${name} must be a function.`);
  }

  for (const name of Object.keys(sends)) checkHeaderName("a header in sends", name);
  for (const name of headers) checkHeaderName("a header in headers", name);
  const signatureHeaders = [scheme, ...alsoSigns].map((one) => one.header);
  if (headers.some((name) => signatureHeaders.includes(name))) {
    throw new TypeError("headers must not name a signature's header: it is never stored.");
  }
}

/** Whether a definition gives the validator alone, with nothing beside it. */
export function isValidator(given: EventDefinition | Validator): given is Validator {
  return typeof given === "function" || (isObject(given) && "~standard" in given);
}

/** Whether the signature covers the event's id. */
export function isIdSigned({ eventId, scheme }: ProviderDefinition): boolean {
  if (eventId === undefined) return false;
  return !("header" in eventId) || scheme.id?.header === eventId.header;
}

function checkOptionNames(where: string, given: object, known: ReadonlySet<string>): void {
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    throw new TypeError(`unknown option ${where}${JSON.stringify(name)}. Known: ${[...known].join(", ")}.`);
  }
}

function checkSource(option: string, source: HeaderSource | FieldSource): void {
  const isHeader = isObject(source) && "header" in source;
  const isField = isObject(source) && typeof source.field === "string" && source.field !== "";
  if (isHeader === isField)
    throw new TypeError(`${option} must say where it stands: { header } or { field }.`);
  if (isHeader) checkHeaderName(`${option}.header`, source.header);
}

function checkIdentity(definition: ProviderDefinition): void {
  if (definition.identity === undefined) return;
  if (definition.identity !== "id") throw new TypeError('identity can only be "id".');
  if (!isIdSigned(definition)) {
    throw new TypeError('identity: "id" needs an eventId that the signature covers.');
  }
}

function checkEvent(
  name: string,
  given: EventDefinition | Validator,
  identity: ProviderDefinition["identity"],
): void {
  if (name === "unknown") {
    throw new TypeError('an event cannot be named "unknown": that type stands for all others.');
  }
  if (isValidator(given)) return;
  if (!isObject(given) || !isValidator(given.validator)) {
    throw new TypeError(`events: ${JSON.stringify(name)} needs a validator: a Standard Schema or a check.`);
  }
  checkOptionNames(`of event ${JSON.stringify(name)}: `, given, EVENT_OPTIONS);
  const { actions, repeatable, repeatWindowSeconds } = given as unknown as EventDefinition;
  if (repeatable !== undefined && repeatable !== false) {
    if (given.identity !== undefined || identity !== undefined) {
      throw new TypeError(
        "an event with an identity is not repeatable: its dedupeKey tells occurrences apart.",
      );
    }
    if (repeatable !== true && !repeatable.every((action) => actions?.includes(action))) {
      throw new TypeError("repeatable may only list what actions lists.");
    }
  }
  if (repeatWindowSeconds !== undefined && (!(repeatWindowSeconds > 0) || !repeatable)) {
    throw new TypeError("repeatWindowSeconds must be a positive number, and needs repeatable.");
  }
}
