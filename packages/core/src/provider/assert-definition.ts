import { assert, assertHeaderName, assertOptionNames } from "../errors/assert.ts";
import { isObject } from "../validation/check.ts";
import type { Validator } from "../validation/validator.ts";
import {
  isHeaderSource,
  isValidator,
  schemesOf,
  type EventDefinition,
  type FieldSource,
  type HeaderSource,
  type IdSource,
  type ProviderDefinition,
} from "./definition.ts";
import { findStoredHeaders } from "./event-headers.ts";

/**
 * Does not look at the schemes and events: `assertScheme` and `assertEvent` do.
 *
 * @throws {TypeError} when a definition lacks an option, has an unknown one, or contradicts itself
 */
export function assertDefinition(definition: ProviderDefinition): void {
  assertOptionNames(
    "definition",
    definition,
    "id scheme events eventName eventId isRepeatable extraFields extraHeaders unwrap isBodyOptional methods handshake constantHeaders signOnlySchemes",
  );
  const { id, eventName, eventId, isRepeatable, extraFields, unwrap } = definition;
  const { isBodyOptional = false, methods = ["POST"], handshake } = definition;
  const { extraHeaders = [], constantHeaders = {}, signOnlySchemes = [] } = definition;
  assertId(id);
  assertEventName(eventName);
  if (eventId !== undefined) {
    assertSource("eventId", eventId, "isIdentity");
    const { isIdentity = false } = eventId;
    assert(
      typeof isIdentity === "boolean" && (!isIdentity || isIdSigned(eventId, definition)),
      "eventId.isIdentity must be true or false, and true only for an id in the payload or one that is signed.",
    );
  }
  assert(
    [isRepeatable, extraFields, unwrap, handshake].every(isOptionalFunction),
    "isRepeatable, extraFields, unwrap and handshake must be functions.",
  );
  assert(typeof isBodyOptional === "boolean", "isBodyOptional must be true or false.");
  assert(
    isList(methods) && methods.length > 0 && methods.every((one) => /^[A-Z][A-Z-]*$/.test(one)),
    "methods must be a list of methods in upper case.",
  );

  assert(
    isObject(constantHeaders) && isList(extraHeaders) && isList(signOnlySchemes),
    "constantHeaders must be an object, extraHeaders and signOnlySchemes lists.",
  );
  for (const name of Object.keys(constantHeaders)) assertHeaderName("a header in constantHeaders", name);
  for (const one of extraHeaders) {
    if (typeof one === "object") assertSource("an entry of extraHeaders", one);
    else assertHeaderName("an entry of extraHeaders", one);
  }
}

/** @throws {TypeError} when it cannot be a provider's id */
export function assertId(id: unknown): void {
  assert(
    typeof id === "string" && /^[a-z0-9-]+$/.test(id),
    "id must be lower-case letters, digits and hyphens.",
  );
}

/** @throws {TypeError} when it is no function and no place */
export function assertEventName(eventName: ProviderDefinition["eventName"]): void {
  if (typeof eventName !== "function") assertSource("eventName", eventName);
}

/**
 * @throws {TypeError} when a header is both a signature and something else. Takes valid schemes.
 */
export function assertSignatureHeaders(definition: ProviderDefinition): void {
  const { signOnlySchemes = [] } = definition;
  const signatureHeaders = [...schemesOf(definition), ...signOnlySchemes].map((one) => one.header);
  assert(
    !findStoredHeaders(definition).storedHeaders.some((name) => signatureHeaders.includes(name)),
    "a signature's header must not be read for anything else.",
  );
}

function assertSource(option: string, source: HeaderSource | FieldSource, furtherName = ""): void {
  assertOptionNames(option, source, `header isList field ${furtherName}`);
  const isHeader = isHeaderSource(source);
  const isField = "field" in source && typeof source.field === "string" && source.field !== "";
  assert(isHeader !== isField, `${option} must say its place: { header } or { field }.`);
  if (isHeader) assertHeaderName(`${option}.header`, source.header);
  assert(
    isHeader || !source.field.includes("."),
    `${option}.field is one key at the top of the payload. For a nested one use a function: ${
      option === "eventName" ? "eventName: (payload) => …" : "identity of each event"
    }.`,
  );
  const { isList: list } = source as Partial<HeaderSource>;
  assert(
    list === undefined || (isHeader && typeof list === "boolean"),
    `${option}.isList must be true or false, of a header.`,
  );
}

/** @throws {TypeError} when an event of a definition contradicts itself */
export function assertEvent(
  name: string,
  given: EventDefinition | Validator,
  hasIdentityAnyway: boolean,
): void {
  assert(name !== "unknown", 'no event may be named "unknown".');
  if (isValidator(given)) return;
  const event = `event ${JSON.stringify(name)}`;
  assert(isObject(given) && isValidator(given.validator), `${event} needs a validator.`);
  assertOptionNames(
    event,
    given,
    "validator actions isActionOptional identity repeatable repeatWindowSeconds",
  );
  const { actions = [], isActionOptional = false, repeatable = false, repeatWindowSeconds } = given;
  assert(
    isList(actions) && (typeof repeatable === "boolean" || isList(repeatable)),
    "actions and repeatable must be lists.",
  );
  assert(
    typeof isActionOptional === "boolean" && (!isActionOptional || actions.length > 0),
    "isActionOptional must be a boolean, and needs actions.",
  );
  assert(
    repeatable === false || (given.identity === undefined && !hasIdentityAnyway),
    "an event with an identity is not repeatable.",
  );
  assert(
    typeof repeatable === "boolean" || repeatable.every((action) => actions.includes(action)),
    "repeatable may only list what actions lists.",
  );
  assert(
    repeatWindowSeconds === undefined || (repeatWindowSeconds > 0 && repeatable !== false),
    "repeatWindowSeconds must be positive, and needs repeatable.",
  );
}

/** A field is signed with the body, or vouched for by the token. */
function isIdSigned(eventId: IdSource, definition: ProviderDefinition): boolean {
  if (!isHeaderSource(eventId)) return true;
  const signing = schemesOf(definition).filter(({ kind }) => kind !== "token");
  return signing.length > 0 && signing.every(({ id }) => id?.header === eventId.header);
}

function isList(given: unknown): boolean {
  return Array.isArray(given);
}

function isOptionalFunction(given: unknown): boolean {
  return given === undefined || typeof given === "function";
}
