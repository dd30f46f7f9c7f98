import * as fc from "fast-check";
import { ANYTHING, NAMES } from "./anything.ts";

/**
 * A response that an option gives: each part by the name of a value, so that a case can be printed
 * and shrunk.
 */
export interface ResponsePlan {
  readonly status: string;
  readonly headers: string;
  readonly entries: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const STATUSES: Readonly<Record<string, unknown>> = {
  200: 200,
  204: 204,
  205: 205,
  304: 304,
  422: 422,
  599: 599,
  100: 100,
  101: 101,
  600: 600,
  "200.5": 200.5,
  '"200"': "200",
};

const HEADER_VALUES: Readonly<Record<string, unknown>> = {
  plain: "value",
  "latin-1": "caf\u{e9}",
  "a tab": "a\tb",
  "a number": 5,
  "a list": ["a", "b"],
  "a newline": "a\r\nset-cookie: stolen=1",
  "a zero byte": "a\0b",
  "beyond latin-1": "\u{2665}",
  chunked: "chunked",
  close: "close",
  "a length": "3",
  "a huge length": "99999999999999999999",
  "an object with a text": { toString: () => "value" },
};

/** What HTTP, a framework or a prototype makes something of. */
const HEADER_NAMES = [
  "x-name",
  "X-Name",
  "content-type",
  "content-length",
  "Content-Length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "proxy-connection",
  "upgrade",
  "te",
  "trailer",
  "http2-settings",
  "set-cookie",
  "date",
  "",
  " ",
  "x name",
  "x:name",
  "x\r\nname",
  "\u{e9}",
  ":status",
  "__proto__",
  "constructor",
  "toString",
];

const BODIES: Readonly<Record<string, unknown>> = { none: undefined, empty: "", text: "a response \u{2665}" };

/** Responses of which about every third is one. */
export const responsePlans: fc.Arbitrary<ResponsePlan> = fc.record({
  status: fc.constantFrom("200", ...Object.keys(STATUSES), ...Object.keys(STATUSES), ...NAMES),
  headers: fc.constantFrom(...Array.from({ length: 40 }, () => "entries"), ...NAMES),
  entries: fc.array(
    fc.tuple(
      fc.constantFrom(...HEADER_NAMES),
      fc.constantFrom(...Object.keys(HEADER_VALUES), ...Object.keys(HEADER_VALUES), ...NAMES),
    ),
    { maxLength: 3 },
  ),
  body: fc.constantFrom("none", "empty", "text", "none", "empty", "text", "none", "empty", "text", ...NAMES),
});

/** The response that a plan describes. */
export function toResponse({ status, headers, entries, body }: ResponsePlan): unknown {
  return {
    status: Object.hasOwn(STATUSES, status) ? STATUSES[status] : ANYTHING[status]!(),
    headers: headers === "entries" ? toHeaders(entries) : ANYTHING[headers]!(),
    body: Object.hasOwn(BODIES, body) ? BODIES[body] : ANYTHING[body]!(),
  };
}

function toHeaders(entries: ResponsePlan["entries"]): object {
  const headers = {};
  for (const [name, value] of entries) {
    const given = Object.hasOwn(HEADER_VALUES, value) ? HEADER_VALUES[value] : ANYTHING[value]!();
    Object.defineProperty(headers, name, {
      value: given,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return headers;
}
