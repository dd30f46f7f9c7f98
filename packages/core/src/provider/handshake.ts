import { readBody, type DeliveryInput } from "../delivery/delivery.ts";
import { normaliseHeaders, readHeader } from "../delivery/headers.ts";
import { assert, assertObject, assertOptionNames } from "../errors/assert.ts";
import { WebhookError } from "../errors/error.ts";
import { isObject } from "../validation/check.ts";
import { parseJson } from "./json.ts";

/**
 * How a provider checks a URL: it posts `body`, unsigned, and wants `response`. Both are JSON
 * objects of texts and further objects; `null` is the place of the text that is sent back.
 */
export interface Handshake {
  readonly body: HandshakeTemplate;
  readonly response: HandshakeTemplate;
}

/** A JSON object in which one value, `null`, stands for the text that is sent back. */
export interface HandshakeTemplate {
  readonly [key: string]: string | null | HandshakeTemplate;
}

/** What to send back to a provider that checks a URL. */
export interface HandshakeResponse {
  readonly status: 200;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** The option `handshake`, as `defineHandshake` makes it. `headers` are those of signatures. */
export type CompiledHandshake = (
  delivery: DeliveryInput,
  headers: readonly string[],
) => HandshakeResponse | undefined;

/**
 * Anybody may send it: nothing longer is looked at, and nothing is sent back that could be markup.
 */
const MAX_BYTES = 1024;
const ECHO = /^[\w-]{1,256}$/;

/**
 * Makes the `handshake` of a definition. Responds to exactly that body and to nothing else. A
 * delivery with a signature, right or wrong, is none: it is for `verify` to judge.
 *
 * @throws {TypeError} unless each of the two has one place for the text
 *
 * @example
 * ```ts
 * import { defineHandshake, defineProvider } from "@flaghook/core";
 *
 * export const acme = defineProvider({
 *   id: "acme",
 *   scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
 *   eventName: { field: "type" },
 *   events: { ping: () => true },
 *   handshake: defineHandshake({
 *     body: { type: "url_verification", challenge: null },
 *     response: { challenge: null },
 *   }),
 * });
 * ```
 */
export function defineHandshake(handshake: Handshake): CompiledHandshake {
  assertOptionNames("handshake", handshake, "body response");
  return createHandshake({
    body: readTemplate("handshake.body", handshake.body),
    response: readTemplate("handshake.response", handshake.response),
  });
}

/**
 * Does what `defineHandshake` does, but looks for no mistakes and copies nothing: less in a bundle.
 *
 * For provider packages, whose tests pass the same handshake to `defineHandshake`.
 *
 * @example
 * ```ts
 * import { createHandshake } from "@flaghook/core";
 *
 * export const handshake = createHandshake({
 *   body: { type: "url_verification", challenge: null },
 *   response: { challenge: null },
 * });
 * ```
 */
export function createHandshake({ body: expected, response }: Handshake): CompiledHandshake {
  return (delivery, headers) => {
    assertObject("delivery", delivery);
    const given = normaliseHeaders(delivery.headers);
    if (headers.some((name) => readHeader(given, name) !== undefined)) return undefined;
    const echoes: unknown[] = [];
    if (!isMatch(parse(delivery.body), expected, echoes)) return undefined;
    const [echo] = echoes;
    if (typeof echo !== "string" || !ECHO.test(echo)) return undefined;
    const body = JSON.stringify(response, (_, value: unknown) => (value === null ? echo : value));
    return { status: 200, headers: { "content-type": "application/json" }, body };
  };
}

/** A template that nobody can change any more. */
function readTemplate(name: string, given: HandshakeTemplate): HandshakeTemplate {
  assertObject(name, given);
  const template = JSON.parse(JSON.stringify(given)) as HandshakeTemplate;
  const values = leavesOf(template);
  assert(
    values.every((value) => value === null || typeof value === "string") &&
      values.filter((value) => value === null).length === 1,
    `${name} must have texts, and null at the one place of what is sent back.`,
  );
  return template;
}

function leavesOf(template: HandshakeTemplate): readonly unknown[] {
  return Object.values(template).flatMap((value) => (isObject(value) ? leavesOf(value) : [value]));
}

function parse(body: unknown): unknown {
  try {
    return parseJson("", readBody("", body, MAX_BYTES), undefined);
  } catch (error) {
    if (WebhookError.is(error)) return undefined;
    throw error; // the body is a promise
  }
}

/**
 * Whether a value has these keys, these texts and no more. Collects what is in the place of null.
 */
function isMatch(value: unknown, template: HandshakeTemplate, echoes: unknown[]): boolean {
  if (!isObject(value) || Object.keys(value).length !== Object.keys(template).length) return false;
  return Object.entries(template).every(([key, expected]) => {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    if (expected === null) return echoes.push(found) > 0;
    return typeof expected === "string" ? found === expected : isMatch(found, expected, echoes);
  });
}
