import { isObject } from "./check.ts";
import { checkHeaderName, must } from "./check-scheme.ts";
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
  must(isObject(definition), "a provider's definition must be an object.");
  const { id, scheme, events, eventName, eventId, identity, extend, unwrap } = definition;
  const { headers = [], sends = {}, alsoSigns = [] } = definition;
  checkOptionNames(definition, OPTIONS);
  must(
    typeof id === "string" && /^[a-z0-9-]+$/.test(id),
    "id must be lower-case letters, digits and hyphens.",
  );
  must(isObject(scheme), "scheme must be an object.");
  must(isObject(events), "events must be an object of validators by name.");
  for (const [name, event] of Object.entries(events)) checkEvent(name, event, identity);

  if (typeof eventName !== "function") checkSource("eventName", eventName);
  if (eventId !== undefined) checkSource("eventId", eventId);
  must(
    identity === undefined || (identity === "id" && isIdSigned(definition)),
    'identity can only be "id", and needs an eventId that the signature covers.',
  );
  must(isOptionalFunction(extend) && isOptionalFunction(unwrap), "extend and unwrap must be functions.");

  for (const name of [...Object.keys(sends), ...headers])
    checkHeaderName("a header in sends and headers", name);
  const signatureHeaders = [scheme, ...alsoSigns].map((one) => one.header);
  must(
    !headersToStore(definition).some((name) => signatureHeaders.includes(name)),
    "a signature's header must not be read for anything else: it is never stored.",
  );
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

/** What the name, the id and `extend` are read from. Never a signature. */
export function headersToStore({ eventName, eventId, headers = [] }: ProviderDefinition): readonly string[] {
  const stored = new Set(headers);
  if (typeof eventName === "object" && "header" in eventName) stored.add(eventName.header);
  if (eventId !== undefined && "header" in eventId) stored.add(eventId.header);
  return [...stored];
}

function checkOptionNames(given: object, known: ReadonlySet<string>): void {
  for (const name of Object.keys(given)) must(known.has(name), `there is no option ${JSON.stringify(name)}.`);
}

function checkSource(option: string, source: HeaderSource | FieldSource): void {
  const isHeader = isObject(source) && "header" in source;
  const isField = isObject(source) && typeof source.field === "string" && source.field !== "";
  must(isHeader !== isField, `${option} must say where it stands: { header } or { field }.`);
  if (isHeader) checkHeaderName(`${option}.header`, source.header);
}

function checkEvent(
  name: string,
  given: EventDefinition | Validator,
  identity: ProviderDefinition["identity"],
): void {
  must(name !== "unknown", 'no event may be named "unknown", the type of all others.');
  if (isValidator(given)) return;
  must(
    isObject(given) && isValidator(given.validator),
    `event ${JSON.stringify(name)} needs a validator: a Standard Schema or a check.`,
  );
  checkOptionNames(given, EVENT_OPTIONS);
  const { actions = [], repeatable = false, repeatWindowSeconds } = given;
  must(
    repeatable === false || (given.identity === undefined && identity === undefined),
    "an event with an identity is not repeatable.",
  );
  must(
    typeof repeatable === "boolean" || repeatable.every((action) => actions.includes(action)),
    "repeatable may only list what actions lists.",
  );
  must(
    repeatWindowSeconds === undefined || (repeatWindowSeconds > 0 && repeatable !== false),
    "repeatWindowSeconds must be a positive number, and needs repeatable.",
  );
}

function isOptionalFunction(given: unknown): boolean {
  return given === undefined || typeof given === "function";
}
