import { sha256Hex } from "#crypto";
import type { NormalisedHeaders } from "../delivery/headers.ts";
import { WebhookError, type WebhookIssue } from "../errors/error.ts";
import type { CompiledScheme } from "../signature/compile-scheme.ts";
import { isObject } from "../validation/check.ts";
import { describeIssues } from "../validation/describe-issues.ts";
import { thrownIssue } from "../validation/thrown-issue.ts";
import { validateByCheck } from "../validation/validate.ts";
import {
  isHeaderSource,
  isIdIdentity,
  type FieldSource,
  type HeaderSource,
  type IdSource,
  type ProviderDefinition,
} from "./definition.ts";
import type { EventParts } from "./event-parts.ts";
import { findStoredHeaders, readHeaders, readStoredHeader } from "./event-headers.ts";
import type { WebhookEvent } from "./event.ts";
import { parseJson } from "./json.ts";
import type { KnownEvent } from "./known-event.ts";
import { compileEvents } from "./known-events.ts";
import { linkOrigin, type EventParser, type Origin, type Reading } from "./provenance.ts";

/**
 * In a larger body a schema need not find every fault: each is an object of some 200 bytes, for 2
 * bytes of payload.
 */
const LARGE_BODY_BYTES = 65_536;

/** A definition made ready to turn signed bytes into events. */
export interface CompiledParser extends EventParser, Origin {}

/** Compiles a definition that `assertDefinition` let through. */
export function compileParser(
  definition: ProviderDefinition,
  parts: EventParts,
  signature: CompiledScheme,
): CompiledParser {
  const { id: provider, eventName, eventId, extraFields, unwrap, isBodyOptional } = definition;
  const isIdentifiedById = isIdIdentity(definition);
  const origin: Origin = {
    ...findStoredHeaders(definition),
    idIsSigned:
      eventId !== undefined &&
      !signature.isToken &&
      (!isHeaderSource(eventId) || signature.idHeader === eventId.header),
    definition,
    signature,
    get events() {
      return events;
    },
  };
  const events = compileEvents(definition, origin, parts);
  const { validate = validateByCheck } = parts;

  function parse(headers: NormalisedHeaders, body: Uint8Array, secretIndex: number): WebhookEvent {
    // Hash before code of others runs, which may keep these bytes, and only where no id may do instead.
    const early = isIdentifiedById && unwrap === undefined ? undefined : digestOf(body);
    const raw = isBodyOptional && body.length === 0 ? undefined : parseJson(provider, body, unwrap);
    const id = eventId && readId(eventId, headers, raw);
    const digest = early ?? (id === undefined ? digestOf(body) : undefined);
    const action = readField(raw, "action");
    const reading: Reading = { raw, secretIndex, id, action, name: undefined, event: undefined };
    const name = (reading.name = readName(headers, reading));
    const found = (reading.event = events.find(name));
    // Without a list nobody looks at the action.
    const event = found?.actions ? parts.actions!.recognise(found, reading, mismatch) : found;
    const type = event === undefined ? "unknown" : name;
    const isLarge = body.length > LARGE_BODY_BYTES;
    const payload = event === undefined ? raw : readPayload(event, name, reading, isLarge);
    const call = <Result>(what: string, run: () => Result): Result => guard(what, reading, run);

    const own = event?.identity && call("identity", () => event.identity!(payload as never));
    const identity = own ?? (isIdentifiedById ? id : undefined);
    const dedupeKey = (identity ?? digest)!; // without an id there is a digest
    const dedupe =
      identity === undefined
        ? call("isRepeatable", () => events.digestFor(name, event, action))
        : events.identity;

    // Spread, not assigned: a "__proto__" among the fields then stays a field. Spreading the others, too, costs 2 µs on Node 20.
    const eventWith = (fields?: object): WebhookEvent => {
      return { provider, type, name, id, dedupeKey, dedupe, secretIndex, payload, ...fields };
    };
    if (extraFields === undefined) return eventWith();
    return parts.extraFields!(
      origin.storedHeaders,
      (header) => readStoredHeader(headers, header, origin),
      (header) => call("extraFields", () => eventWith(extraFields({ type, payload, header }))),
    );
  }

  /**
   * Runs a function of the definition's. If it throws over a signed payload, that payload is
   * refused, and an inbox keeps it.
   */
  function guard<Result>(what: string, reading: Reading, run: () => Result): Result {
    try {
      return run();
    } catch (thrown) {
      throw mismatch(`signed, but ${what} threw: see issues.`, [thrownIssue(thrown)], reading);
    }
  }

  function readName(headers: NormalisedHeaders, reading: Reading): string {
    const { raw } = reading;
    const isFunction = typeof eventName === "function";
    const name = isFunction
      ? guard("eventName", reading, () => eventName(raw))
      : readSource(eventName, headers, raw);
    if (typeof name === "string" && name !== "") return name;
    const isField = !isFunction && !isHeaderSource(eventName);
    const issue = { path: isField ? [eventName.field] : [], code: "invalid_type", expected: "string" };
    throw mismatch(`signed, but without a ${describe(eventName)}.`, [issue], reading);
  }

  function readPayload(event: KnownEvent, name: string, reading: Reading, isLarge: boolean): unknown {
    const verdict = validate(event.validator, name, reading.raw, isLarge);
    if (verdict.issues === undefined) return verdict.value;
    const message = `a signed event breaks its schema: ${describeIssues(name, verdict.issues)}. Is there a newer version of this package?`;
    throw mismatch(message, verdict.issues, reading);
  }

  function mismatch(message: string, issues: readonly WebhookIssue[], reading: Reading): WebhookError {
    const { raw: payload, secretIndex } = reading;
    const error = new WebhookError("schema-mismatch", provider, message, { issues, payload, secretIndex });
    return linkOrigin(error, { ...origin, reading });
  }

  function readSource(
    source: HeaderSource | FieldSource,
    headers: NormalisedHeaders,
    raw: unknown,
  ): string | undefined {
    const text = isHeaderSource(source)
      ? readStoredHeader(headers, source.header, origin)
      : readField(raw, source.field);
    return typeof text === "string" && text !== "" ? text : undefined;
  }

  /**
   * An identity may be a whole number, unless JSON.parse may have rounded it: its digits are the
   * id.
   */
  function readId(source: IdSource, headers: NormalisedHeaders, raw: unknown): string | undefined {
    const value = isHeaderSource(source) ? undefined : readField(raw, source.field);
    return isIdentifiedById && Number.isSafeInteger(value) ? String(value) : readSource(source, headers, raw);
  }

  const names = [...new Set([...signature.headers, ...origin.storedHeaders])];
  return {
    ...origin,
    readHeaders: (headers) => readHeaders(headers, names, origin, parts.isList),
    parse,
  };
}

function digestOf(body: Uint8Array): string {
  return `sha256:${sha256Hex(body)}`;
}

function readField(raw: unknown, field: string): unknown {
  return isObject(raw) && Object.hasOwn(raw, field) ? raw[field] : undefined;
}

function describe(eventName: ProviderDefinition["eventName"]): string {
  if (typeof eventName === "function") return "payload of a known shape";
  return isHeaderSource(eventName)
    ? `name in the ${eventName.header} header: it is absent, or came more than once. Pass one`
    : `name in the field ${eventName.field}`;
}
