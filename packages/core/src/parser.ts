import { backend } from "#crypto";
import { collectIssues, isObject } from "./check.ts";
import type { EventContext, EventDefinition, ProviderDefinition, Validator } from "./definition.ts";
import type { HeadersInput } from "./delivery.ts";
import { WebhookError, type WebhookIssue } from "./error.ts";
import type { Dedupe, WebhookEvent } from "./event.ts";
import { readHeader } from "./headers.ts";
import { parseJson } from "./json.ts";
import { linkOrigin } from "./origin.ts";
import type { EventInfo } from "./provider.ts";
import type { StandardIssue } from "./standard-schema.ts";

/** A definition made ready to turn signed bytes into events. */
export interface Parser {
  readonly events: Readonly<Record<string, EventInfo>>;
  readonly idIsSigned: boolean;
  readonly storedHeaders: readonly string[];
  /** The event in a body whose signature holds. Verifies nothing itself. */
  parse(headers: HeadersInput, body: Uint8Array, secretIndex: number): WebhookEvent;
}

/** An event's definition made ready: lookups prepared, and the dedupe objects that all its events share. */
interface CompiledEvent {
  readonly validator: Validator;
  readonly actions: ReadonlySet<string> | undefined;
  readonly identity: ((payload: never) => string) | undefined;
  readonly dedupe: Dedupe;
  readonly repeatableActions: ReadonlySet<string> | undefined;
  readonly repeatableDedupe: Dedupe;
}

/** @throws {TypeError} when the definition contradicts itself */
export function compileParser(definition: ProviderDefinition): Parser {
  const { id: provider, scheme, eventName, eventId, extend, unwrap } = definition;
  const storedHeaders = headersToStore(definition);
  const idIsSigned =
    eventId !== undefined && (!("header" in eventId) || scheme.id?.header === eventId.header);
  if (definition.identity === "id" && !idIsSigned) {
    throw new TypeError('identity: "id" needs an eventId that the signature covers.');
  }
  const origin = { storedHeaders, idIsSigned };
  const digest = linkOrigin<Dedupe>({ kind: "digest", repeatable: false }, origin);
  const identity = linkOrigin<Dedupe>({ kind: "identity", repeatable: false }, origin);
  const events = new Map(
    Object.entries(definition.events).map(([name, event]) => [name, compileEvent(event)] as const),
  );

  function compileEvent(given: EventDefinition | Validator): CompiledEvent {
    const event: EventDefinition = isValidator(given) ? { validator: given } : given;
    const repeats = linkOrigin<Dedupe>(
      {
        kind: "digest",
        repeatable: true,
        ...(event.repeatWindowSeconds !== undefined && { windowSeconds: event.repeatWindowSeconds }),
      },
      origin,
    );
    const hasIdentity = event.identity !== undefined || definition.identity === "id";
    if (hasIdentity && event.repeatable) {
      throw new TypeError(
        "an event with an identity is not repeatable: its dedupeKey tells occurrences apart.",
      );
    }
    return {
      validator: event.validator,
      actions: event.actions && new Set(event.actions),
      identity: event.identity,
      dedupe: event.repeatable === true ? repeats : hasIdentity ? identity : digest,
      repeatableActions: Array.isArray(event.repeatable) ? new Set(event.repeatable as string[]) : undefined,
      repeatableDedupe: repeats,
    };
  }

  function parse(headers: HeadersInput, body: Uint8Array, secretIndex: number): WebhookEvent {
    const payload = parseJson(provider, unwrap === undefined ? body : unwrap(body));
    const name = readName(headers, payload, secretIndex);
    const event = recognise(name, payload, secretIndex);
    const type = event === undefined ? "unknown" : name;
    const value = event === undefined ? payload : validate(event.validator, name, payload, secretIndex);
    const id = readId(headers, value);

    let dedupe = digest;
    let dedupeKey: string | undefined;
    if (event !== undefined) {
      dedupe = dedupeOf(event, value);
      if (event.identity !== undefined) dedupeKey = event.identity(value as never);
    }
    if (dedupeKey === undefined && definition.identity === "id" && id !== undefined) {
      dedupe = identity;
      dedupeKey = id;
    }
    dedupeKey ??= `sha256:${backend.sha256Hex(body)}`;

    const built = { provider, type, name, id, dedupeKey, dedupe, secretIndex, payload: value };
    return extend === undefined ? built : Object.assign(built, extend(new Context(type, value, headers)));
  }

  function readName(headers: HeadersInput, payload: unknown, secretIndex: number): string {
    let name: unknown;
    let where: string;
    if (typeof eventName === "function") {
      name = eventName(payload);
      where = "a payload of a known shape";
    } else if ("header" in eventName) {
      name = readHeader(headers, eventName.header) || undefined;
      where = `the name of the event in the ${eventName.header} header`;
    } else {
      name = isObject(payload) ? ownField(payload, eventName.field) : undefined;
      where = `the name of the event in the payload's ${JSON.stringify(eventName.field)} field`;
    }
    if (typeof name === "string") return name;
    const path = typeof eventName === "object" && "field" in eventName ? [eventName.field] : [];
    const issues = [{ path, code: "invalid_type", expected: "string" }];
    throw mismatch(`signed, but without ${where}.`, issues, payload, secretIndex);
  }

  /** The event's definition, or `undefined` when its name or action is not listed. */
  function recognise(name: string, payload: unknown, secretIndex: number): CompiledEvent | undefined {
    const event = events.get(name);
    if (event?.actions === undefined) return event;
    const action = isObject(payload) ? ownField(payload, "action") : undefined;
    if (event.actions.size === 0) return typeof action === "string" ? undefined : event;
    if (typeof action === "string") return event.actions.has(action) ? event : undefined;
    const issues = [{ path: ["action"], code: "invalid_type", expected: "string" }];
    throw mismatch(`a signed ${name} event without an action.`, issues, payload, secretIndex);
  }

  function validate(validator: Validator, name: string, payload: unknown, secretIndex: number): unknown {
    if (!("~standard" in validator)) {
      if (validator(payload)) return payload;
      throw invalid(name, collectIssues(validator, payload), payload, secretIndex);
    }
    const result = validator["~standard"].validate(payload);
    if (result instanceof Promise) {
      throw new TypeError(
        `the validator of ${name} is asynchronous. verify() is not: use one that answers at once.`,
      );
    }
    if (result.issues === undefined) return result.value;
    throw invalid(name, result.issues.slice(0, 32).map(toIssue), payload, secretIndex);
  }

  function readId(headers: HeadersInput, payload: unknown): string | undefined {
    if (eventId === undefined) return undefined;
    const id =
      "header" in eventId
        ? readHeader(headers, eventId.header)
        : isObject(payload)
          ? ownField(payload, eventId.field)
          : undefined;
    return typeof id === "string" && id !== "" ? id : undefined;
  }

  function invalid(
    name: string,
    issues: readonly WebhookIssue[],
    payload: unknown,
    secretIndex: number,
  ): WebhookError {
    const message = `a signed ${name} event whose payload breaks its schema; error.issues says where. Is there a newer version of this package?`;
    return mismatch(message, issues, payload, secretIndex);
  }

  function mismatch(
    message: string,
    issues: readonly WebhookIssue[],
    payload: unknown,
    secretIndex: number,
  ): WebhookError {
    const error = new WebhookError("schema-mismatch", provider, message, { issues, payload, secretIndex });
    return linkOrigin(error, origin);
  }

  return { events: infoOf(events), idIsSigned, storedHeaders, parse };
}

class Context implements EventContext {
  readonly type: string;
  readonly payload: unknown;
  readonly #headers: HeadersInput;

  constructor(type: string, payload: unknown, headers: HeadersInput) {
    this.type = type;
    this.payload = payload;
    this.#headers = headers;
  }

  header(name: string): string | undefined {
    const value = readHeader(this.#headers, name);
    return typeof value === "string" ? value : undefined;
  }
}

function dedupeOf(event: CompiledEvent, payload: unknown): Dedupe {
  const repeats = event.repeatableActions?.has((payload as { action: string }).action);
  return repeats === true ? event.repeatableDedupe : event.dedupe;
}

function headersToStore({ eventName, eventId, scheme, headers = [] }: ProviderDefinition): readonly string[] {
  const stored = new Set(headers);
  if (typeof eventName === "object" && "header" in eventName) stored.add(eventName.header);
  if (eventId !== undefined && "header" in eventId) stored.add(eventId.header);
  if (stored.has(scheme.header))
    throw new TypeError("headers must not name the signature's header: it is never stored.");
  return [...stored];
}

function infoOf(events: ReadonlyMap<string, CompiledEvent>): Readonly<Record<string, EventInfo>> {
  return Object.fromEntries(
    Array.from(events, ([name, event]) => [
      name,
      {
        ...(event.actions?.size && { actions: [...event.actions] }),
        dedupe: event.dedupe,
        ...(event.repeatableActions && { repeatableActions: [...event.repeatableActions] }),
      },
    ]),
  );
}

function isValidator(given: EventDefinition | Validator): given is Validator {
  return typeof given === "function" || "~standard" in given;
}

function ownField(payload: Record<string, unknown>, field: string): unknown {
  return Object.hasOwn(payload, field) ? payload[field] : undefined;
}

function toIssue(issue: StandardIssue): WebhookIssue {
  const { code, expected } = issue as { code?: unknown; expected?: unknown };
  return {
    path: (issue.path ?? []).map((part) => toPathPart(typeof part === "object" ? part.key : part)),
    code: typeof code === "string" ? code : "invalid",
    expected: typeof expected === "string" ? expected : "",
  };
}

function toPathPart(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
