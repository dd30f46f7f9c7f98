import { isRecord, kindOf } from "../values/kind.ts";
import type { ReceiverResponse } from "./response.ts";

/**
 * A response of your own; headers and body default to none. One that HTTP cannot carry becomes 500
 * and a report.
 */
export interface CustomResponse {
  /** 200 to 599. */
  readonly status: number;
  /**
   * A plain object. Names in any case; values of printable ASCII, with spaces and tabs inside.
   * Headers of the connection belong to the server: `connection`, `transfer-encoding`, `trailer`
   * and their like are refused, and so is a `content-length` other than the body's.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text. Statuses 204, 205 and 304 have none. */
  readonly body?: string;
}

/** Statuses for which Response takes no body. */
const BODILESS: readonly number[] = [204, 205, 304];

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * No white space at the ends: some servers strip it, and HTTP/2 calls it malformed. Nothing beyond
 * ASCII: servers differ there, and Node sends Latin-1 as UTF-8 if a text follows.
 */
const HEADER_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

/**
 * Headers of one connection, not of the response. HTTP/2 has none of them, and Node throws at some.
 */
const HOP_BY_HOP: readonly string[] = [
  "connection",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * Makes a whole response of a custom one, and refuses what a framework would throw at, or send as
 * it is. Reads every property once.
 *
 * @throws {TypeError} when it is not a response
 */
export function completeResponse(custom: CustomResponse): ReceiverResponse {
  const given: unknown = custom; // from JavaScript it may be anything
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`respond must return undefined or a response, not ${kindOf(given)}.`);
  }
  const { status, headers = {}, body = "" } = custom;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError("respond must return undefined or a response with a status from 200 to 599.");
  }
  if (typeof body !== "string") {
    throw new TypeError(`respond must return a body that is a string, not ${kindOf(body)}.`);
  }
  if (body !== "" && BODILESS.includes(status)) {
    throw new TypeError(`respond must not return a body with status ${status}.`);
  }
  return { status, headers: completeHeaders(headers, body), body };
}

function completeHeaders(headers: unknown, body: string): Record<string, string> {
  if (!isRecord(headers)) {
    throw new TypeError(
      `respond must return headers in a plain object, not ${kindOf(headers)}: Object.fromEntries(headers) makes one of Headers.`,
    );
  }
  const complete = new Map<string, string>();
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    assertHeader(name, value);
    if (complete.has(name)) throw new TypeError(`respond must return the header ${name} once.`);
    complete.set(name, value);
  }
  assertLength(complete.get("content-length"), body);
  complete.delete("content-length"); // each server says it itself, where it is allowed
  return Object.fromEntries(complete);
}

function assertHeader(name: string, value: unknown): asserts value is string {
  if (!HEADER_NAME.test(name)) {
    throw new TypeError(
      `respond must return headers that HTTP can carry: ${JSON.stringify(name)} is not a name.`,
    );
  }
  if (HOP_BY_HOP.includes(name)) {
    throw new TypeError(`respond must not return the header ${name}: it is about the server's connection.`);
  }
  if (typeof value !== "string") {
    throw new TypeError(`respond must return headers that are strings: ${name} is ${kindOf(value)}.`);
  }
  if (!HEADER_VALUE.test(value)) {
    throw new TypeError(
      `respond must return headers that HTTP can carry: ${name} has a control character or one beyond ASCII, or ` +
        "white space at an end.",
    );
  }
}

function assertLength(length: string | undefined, body: string): void {
  if (length === undefined || length === String(new TextEncoder().encode(body).byteLength)) return;
  throw new TypeError("respond must return no content-length, or that of its body in bytes.");
}
