import { isObject } from "../check.ts";
import { checkHeaderName, checkOptionNames, must } from "../errors/assert.ts";
import type {
  EventDefinition,
  FieldSource,
  HeaderSource,
  ProviderDefinition,
  Validator,
} from "./definition.ts";

/**
 * What the schemes are is for those to say who compile them.
 *
 * @throws {TypeError} when a definition lacks a part, has one we do not know, or contradicts itself
 */
export function checkDefinition(definition: ProviderDefinition): void {
  checkOptionNames(
    "definition",
    definition,
    "id scheme events eventName eventId identity repeats extend headers unwrap sends alsoSigns",
  );
  const { id, events, eventName, eventId, identity, repeats, extend, unwrap } = definition;
  const { headers = [], sends = {}, alsoSigns = [] } = definition;
  must(
    typeof id === "string" && /^[a-z0-9-]+$/.test(id),
    "id must be lower-case letters, digits and hyphens.",
  );
  must(isObject(events) || typeof events === "function", "events must be an object.");
  if (isObject(events)) for (const [name, event] of Object.entries(events)) checkEvent(name, event, identity);

  if (typeof eventName !== "function") checkSource("eventName", eventName);
  if (eventId !== undefined) checkSource("eventId", eventId);
  must(
    identity === undefined || (identity === "id" && isIdSigned(definition)),
    'identity must be "id", of an eventId that is signed.',
  );
  must([repeats, extend, unwrap].every(isOptionalFunction), "repeats, extend and unwrap must be functions.");

  must(
    isObject(sends) && isList(headers) && isList(alsoSigns),
    "sends must be an object, headers and alsoSigns lists.",
  );
  for (const name of [...Object.keys(sends), ...headers])
    checkHeaderName("a header in sends and headers", name);
}

/** @throws {TypeError} when a header is both a signature and something else. The schemes were checked. */
export function checkSignatureHeaders(definition: ProviderDefinition): void {
  const { scheme, alsoSigns = [] } = definition;
  const signatureHeaders = [scheme, ...alsoSigns].map((one) => one.header);
  must(
    !headersToStore(definition).some((name) => signatureHeaders.includes(name)),
    "a signature's header must not be read for anything else.",
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

function checkSource(option: string, source: HeaderSource | FieldSource): void {
  checkOptionNames(option, source, "header field");
  const isHeader = "header" in source;
  const isField = "field" in source && typeof source.field === "string" && source.field !== "";
  must(isHeader !== isField, `${option} must say where it stands: { header } or { field }.`);
  if (isHeader) checkHeaderName(`${option}.header`, source.header);
}

/** @throws {TypeError} when an event of a definition contradicts itself */
export function checkEvent(
  name: string,
  given: EventDefinition | Validator,
  identity: ProviderDefinition["identity"],
): void {
  must(name !== "unknown", 'no event may be named "unknown".');
  if (isValidator(given)) return;
  const event = `event ${JSON.stringify(name)}`;
  must(isObject(given) && isValidator(given.validator), `${event} needs a validator.`);
  checkOptionNames(
    event,
    given,
    "validator actions isActionOptional identity repeatable repeatWindowSeconds",
  );
  const { actions = [], isActionOptional = false, repeatable = false, repeatWindowSeconds } = given;
  must(
    isList(actions) && (typeof repeatable === "boolean" || isList(repeatable)),
    "actions and repeatable must be lists.",
  );
  must(
    typeof isActionOptional === "boolean" && (!isActionOptional || actions.length > 0),
    "isActionOptional must be a boolean, and needs actions.",
  );
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
    "repeatWindowSeconds must be positive, and needs repeatable.",
  );
}

function isList(given: unknown): boolean {
  return Array.isArray(given);
}

function isOptionalFunction(given: unknown): boolean {
  return given === undefined || typeof given === "function";
}
