import { isPlainObject, kindOf } from "../values/kind.ts";
import type { Reply } from "./response.ts";

/** An answer of your own: headers and body default to none. What HTTP cannot carry is answered 500 and reported. */
export interface CustomReply {
  /** 200 to 599. */
  readonly status: number;
  /**
   * A plain object. Names in any case; values of printable ASCII, with spaces and tabs inside. What concerns the connection is
   * the server's to say: `connection`, `transfer-encoding`, `trailer` and their like are refused, and so is a
   * `content-length` that is not the body's.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text. Statuses 204, 205 and 304 have none. */
  readonly body?: string;
}

/** Statuses with which Response takes no body. */
const BODILESS: readonly number[] = [204, 205, 304];

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * White space at its ends is no part of a value: some servers take it off, and HTTP/2 calls it malformed. Beyond ASCII servers
 * differ: Node sends Latin-1 as UTF-8 if a text follows.
 */
const HEADER_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

/** Headers of one connection, not of the answer. HTTP/2 has none of them, and Node throws at some. */
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
 * What frameworks would otherwise throw at, or send as it is, after the receiver has done its work. Everything is read once.
 *
 * @throws {TypeError} when it is not an answer
 */
export function completeReply(custom: CustomReply): Reply {
  const given: unknown = custom; // from JavaScript it may be anything
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`reply must return undefined or an answer, not ${kindOf(given)}.`);
  }
  const { status, headers = {}, body = "" } = custom;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError("reply must return undefined or an answer with a status from 200 to 599.");
  }
  if (typeof body !== "string") {
    throw new TypeError(`reply must return a body that is a string, not ${kindOf(body)}.`);
  }
  if (body !== "" && BODILESS.includes(status)) {
    throw new TypeError(`reply must not return a body with status ${status}.`);
  }
  return { status, headers: completeHeaders(headers, body), body };
}

function completeHeaders(headers: unknown, body: string): Record<string, string> {
  if (!isPlainObject(headers)) {
    throw new TypeError(
      `reply must return headers in a plain object, not ${kindOf(headers)}: Object.fromEntries(headers) makes one of Headers.`,
    );
  }
  const complete = new Map<string, string>();
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    checkHeader(name, value);
    if (complete.has(name)) throw new TypeError(`reply must return the header ${name} once.`);
    complete.set(name, value);
  }
  checkLength(complete.get("content-length"), body);
  complete.delete("content-length"); // each server says it itself, where it is allowed
  return Object.fromEntries(complete);
}

function checkHeader(name: string, value: unknown): asserts value is string {
  if (!HEADER_NAME.test(name)) {
    throw new TypeError(`reply must return headers that HTTP can carry: ${JSON.stringify(name)} is no name.`);
  }
  if (HOP_BY_HOP.includes(name)) {
    throw new TypeError(`reply must not return the header ${name}: it is about the server's connection.`);
  }
  if (typeof value !== "string") {
    throw new TypeError(`reply must return headers that are strings: ${name} is ${kindOf(value)}.`);
  }
  if (!HEADER_VALUE.test(value)) {
    throw new TypeError(
      `reply must return headers that HTTP can carry: ${name} has a control character or one beyond ASCII, or ` +
        "white space at an end.",
    );
  }
}

function checkLength(length: string | undefined, body: string): void {
  if (length === undefined || length === String(new TextEncoder().encode(body).byteLength)) return;
  throw new TypeError("reply must return no content-length, or that of its body in bytes.");
}
