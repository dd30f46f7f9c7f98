import { sha256Hex } from "#crypto";
import { isObject } from "../check.ts";
import { headersToStore, isIdSigned } from "./assert-definition.ts";
import type { FieldSource, HeaderSource, ProviderDefinition } from "./definition.ts";
import { WebhookError, type WebhookIssue } from "../errors/error.ts";
import type { WebhookEvent } from "./event.ts";
import { readHeader, type SettledHeaders } from "../delivery/headers.ts";
import { parseJson } from "./json.ts";
import { knownEvents, type KnownEvent } from "./known-events.ts";
import { linkOrigin } from "./provenance.ts";
import type { EventInfo } from "./provider.ts";
import { thrownIssue } from "../validation/thrown.ts";
import { validate } from "../validation/validate.ts";

/** Of a larger body a schema need not find every fault: each is an object of some 200 bytes, for 2 bytes of payload. */
const LARGE_BODY_BYTES = 65_536;

/** A mistake of whoever wrote the definition, told from what its functions throw over a payload. */
class DefinitionError extends TypeError {}

/** A definition made ready to turn signed bytes into events. */
export interface Parser {
  readonly idIsSigned: boolean;
  readonly storedHeaders: readonly string[];
  describeEvents(): Readonly<Record<string, EventInfo>>;
  /** The event in a body whose signature holds. Verifies nothing itself. */
  parse(headers: SettledHeaders, body: Uint8Array, secretIndex: number): WebhookEvent;
}

/** Compiles a definition that was checked. */
export function compileParser(definition: ProviderDefinition): Parser {
  const { id: provider, eventName, eventId, extend, unwrap } = definition;
  const identifiesById = definition.identity === "id";
  const origin = { storedHeaders: headersToStore(definition), idIsSigned: isIdSigned(definition) };
  const events = knownEvents(definition, origin);

  function parse(headers: SettledHeaders, body: Uint8Array, secretIndex: number): WebhookEvent {
    const raw = parseJson(provider, body, unwrap);
    const action = readField(raw, "action");
    const name = readName(headers, raw, secretIndex);
    const event = recognise(name, action, raw, secretIndex);
    const type = event === undefined ? "unknown" : name;
    const isLarge = body.length > LARGE_BODY_BYTES;
    const payload = event === undefined ? raw : check(event, name, raw, secretIndex, isLarge);
    const id = eventId && readSource(eventId, headers, raw);
    const call = <Result>(what: string, run: () => Result): Result => {
      return guard(what, name, raw, secretIndex, run);
    };

    const identity =
      event?.identity === undefined
        ? identifiesById
          ? id
          : undefined
        : call("identity", () => event.identity!(payload as never));
    const dedupeKey = identity ?? `sha256:${sha256Hex(body)}`;
    const dedupe =
      identity === undefined ? call("repeats", () => events.digestFor(name, event, action)) : events.identity;

    const built = { provider, type, name, id, dedupeKey, dedupe, secretIndex, payload };
    if (extend === undefined) return built;
    const context = { type, payload, header: (header: string) => readStored(headers, header) };
    // Spread, not assigned: a "__proto__" among the fields then stays a field.
    return call("extend", () => ({ ...built, ...extend(context) }));
  }

  /** Runs a function of the definition's. What it throws over a signed payload refuses that payload, which an inbox keeps. */
  function guard<Result>(
    what: string,
    name: string | undefined,
    raw: unknown,
    secretIndex: number,
    run: () => Result,
  ): Result {
    try {
      return run();
    } catch (thrown) {
      if (thrown instanceof DefinitionError) throw thrown;
      const message = `signed, but ${what} threw: see issues.`;
      throw mismatch(message, name, [thrownIssue(thrown)], raw, secretIndex);
    }
  }

  function readStored(headers: SettledHeaders, header: string): string | undefined {
    if (origin.storedHeaders.includes(header)) return readText(headers, header);
    throw new DefinitionError(`extend reads ${header}, which headers must list.`);
  }

  function readName(headers: SettledHeaders, raw: unknown, secretIndex: number): string {
    const isFunction = typeof eventName === "function";
    const name = isFunction
      ? guard("eventName", undefined, raw, secretIndex, () => eventName(raw))
      : readSource(eventName, headers, raw);
    if (typeof name === "string" && name !== "") return name;
    const isField = !isFunction && "field" in eventName;
    const issue = { path: isField ? [eventName.field] : [], code: "invalid_type", expected: "string" };
    throw mismatch(`signed, but without a ${describe(eventName)}.`, undefined, [issue], raw, secretIndex);
  }

  /** The event's definition, or `undefined` when its name or action is not listed. */
  function recognise(
    name: string,
    action: unknown,
    raw: unknown,
    secretIndex: number,
  ): KnownEvent | undefined {
    const event = events.find(name);
    if (event?.actions === undefined) return event;
    if (event.actions.length === 0) return typeof action === "string" ? undefined : event;
    if (typeof action === "string") return event.actions.includes(action) ? event : undefined;
    if (event.isActionOptional && (action === undefined || action === null)) return event;
    const issue = { path: ["action"], code: "invalid_type", expected: "string" };
    throw mismatch(`a signed ${name} event without an action.`, name, [issue], raw, secretIndex);
  }

  function check(
    event: KnownEvent,
    name: string,
    raw: unknown,
    secretIndex: number,
    isLarge: boolean,
  ): unknown {
    const verdict = validate(event.validator, name, raw, isLarge);
    if (verdict.issues === undefined) return verdict.value;
    const message = `a signed ${name} event that breaks its schema: see issues. Is there a newer version of this package?`;
    throw mismatch(message, name, verdict.issues, raw, secretIndex);
  }

  function mismatch(
    message: string,
    name: string | undefined,
    issues: readonly WebhookIssue[],
    payload: unknown,
    secretIndex: number,
  ): WebhookError {
    const error = new WebhookError("schema-mismatch", provider, message, { issues, payload, secretIndex });
    return linkOrigin(error, { ...origin, name });
  }

  return { ...origin, describeEvents: () => events.describe(), parse };
}

function readSource(
  source: HeaderSource | FieldSource,
  headers: SettledHeaders,
  raw: unknown,
): string | undefined {
  const text = "header" in source ? readText(headers, source.header) : readField(raw, source.field);
  return typeof text === "string" && text !== "" ? text : undefined;
}

function readText(headers: SettledHeaders, name: string): string | undefined {
  const value = readHeader(headers, name);
  return typeof value === "string" ? value : undefined;
}

function readField(raw: unknown, field: string): unknown {
  return isObject(raw) && Object.hasOwn(raw, field) ? raw[field] : undefined;
}

function describe(eventName: ProviderDefinition["eventName"]): string {
  if (typeof eventName === "function") return "payload of a known shape";
  return "header" in eventName
    ? `name in the ${eventName.header} header`
    : `name in the field ${eventName.field}`;
}
