import { inspect } from "node:util";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { CustomResponse } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { servers } from "../support/servers.ts";
import { untouchables } from "../support/untouchable.ts";

const withHeaders = (headers: unknown): unknown => ({ status: 200, headers, body: "done" });

/**
 * Values that JavaScript may return, each of a kind that a framework would throw at, or send
 * as it is.
 */
const refused: { name: string; returned: () => unknown }[] = [
  ...["x", 7, true, Symbol("x"), null, [], {}, () => ({ status: 200 })].map((returned) => ({
    name: `${typeof returned} ${JSON.stringify(returned)}`,
    returned: () => returned,
  })),
  ...["200", 42, 100, 199, 600, 200.5, NaN, Infinity, null, undefined, 200n, {}].map((status) => ({
    name: `the status ${inspect(status)}`,
    returned: () => ({ status }),
  })),
  ...[null, 7, {}, [], new Uint8Array(2), Symbol("x"), new String("x")].map((body) => ({
    name: `a body that is ${inspect(body)}`,
    returned: () => ({ status: 200, body }),
  })),
  ...[204, 205, 304].map((status) => ({
    name: `a body with ${status}`,
    returned: () => ({ status, body: "done" }),
  })),
  ...[null, 7, "a: b", true, [], [["a", "b"]], new Map([["a", "b"]]), new Headers({ a: "b" })].map(
    (headers) => ({
      name: `headers that are ${inspect(headers)}`,
      returned: () => withHeaders(headers),
    }),
  ),
  ...[undefined, null, 7, true, 7n, Symbol("x"), {}, [], ["a"], ["a", "b"], new Date(0), () => "a"].map(
    (value) => ({
      name: `a header that is ${inspect(value)}`,
      returned: () => withHeaders({ "x-header": value }),
    }),
  ),
  ...["a\r\nb: c", "a\nb", "a\0", "\u007f", "é", "\u0100", "☃", " a", "a ", "\ta", "\ud800"].map((value) => ({
    name: `the header value ${JSON.stringify(value)}`,
    returned: () => withHeaders({ "x-header": value }),
  })),
  ...["", " ", "a b", "a:", ":status", "a\r\nb", "é", "(a)", "a\0"].map((name) => ({
    name: `the header name ${JSON.stringify(name)}`,
    returned: () => withHeaders({ [name]: "a" }),
  })),
  ...[
    "Connection",
    "keep-alive",
    "Proxy-Connection",
    "transfer-encoding",
    "Upgrade",
    "TE",
    "Trailer",
    "HTTP2-Settings",
  ].map((name) => ({
    name: `the hop-by-hop header ${name}`,
    returned: () => withHeaders({ [name]: name === "transfer-encoding" ? "chunked" : "close" }),
  })),
  ...["0", "3", "5", "04", "+4", "4.0", "-1", "", "abc", "4, 4"].map((length) => ({
    name: `the content-length ${JSON.stringify(length)} of four bytes`,
    returned: () => withHeaders({ "Content-Length": length }),
  })),
  { name: "a header in two cases", returned: () => withHeaders({ "X-Header": "a", "x-header": "b" }) },
  ...untouchables.flatMap(({ name, make }) => [
    { name, returned: make },
    { name: `headers that are ${name}`, returned: () => withHeaders(make()) },
    { name: `a header value that is ${name}`, returned: () => withHeaders({ "x-header": make() }) },
    { name: `a body that is ${name}`, returned: () => ({ status: 200, body: make() }) },
    { name: `a status that is ${name}`, returned: () => ({ status: make() }) },
  ]),
];

const accepted: { name: string; response: CustomResponse }[] = [
  { name: "no more than a status", response: { status: 202 } },
  { name: "an unusual status", response: { status: 599, body: "done" } },
  { name: "a status without a body", response: { status: 204, headers: { "x-header": "a" } } },
  { name: "an empty header", response: { status: 200, headers: { "x-header": "" }, body: "done" } },
  { name: "names in any case", response: { status: 200, headers: { "X-Header": "a" }, body: "done" } },
  {
    name: "the body's own length, in bytes",
    response: { status: 200, headers: { "content-length": "5" }, body: "döne" },
  },
  { name: "spaces and tabs", response: { status: 200, headers: { "x-header": "a\t  b" }, body: "done" } },
  {
    name: "every printable character",
    response: {
      status: 200,
      headers: { "x-header": String.fromCharCode(...Array.from({ length: 94 }, (_, at) => at + 33)) },
    },
  },
  {
    name: "a header named like an accessor of objects",
    response: { status: 200, headers: { ["__proto__"]: "a", "x-header": "b" }, body: "done" },
  },
  { name: "a long header", response: { status: 200, headers: { "x-header": "a".repeat(8000) } } },
];

describe.each(servers)("respond, on $name", ({ start, send: sendTo }) => {
  let returned: unknown;
  let errors: unknown[] = [];
  const server = start({
    provider: acme,
    secret: SECRET,
    onEvent: () => undefined,
    onError: (error, { stage }) => errors.push([stage, error]),
    respond: () => returned as CustomResponse,
  });
  afterEach(() => {
    errors = [];
  });
  afterAll(async () => (await server).close());

  const send = async (): ReturnType<typeof sendTo> => {
    const { headers, body } = deliver(PING);
    return sendTo(`${(await server).origin}/hook`, { ...headers, "content-type": "application/json" }, body);
  };

  it.each(refused)("becomes 500 and a report when it returns $name", async ({ returned: make }) => {
    returned = make();
    expect(await send()).toMatchObject({ status: 500, body: '{"code":"response-failed"}' });
    expect(errors).toMatchObject([["respond", expect.anything()]]);
  });

  it.each(accepted)("is sent when it returns $name", async ({ response: expected }) => {
    returned = expected;
    const response = await send();
    expect(errors).toEqual([]);
    expect(response).toMatchObject({ status: expected.status, body: expected.body ?? "" });
    expect(response.headers["x-header"]).toBe(
      expected.headers?.["x-header"] ?? expected.headers?.["X-Header"],
    );
  });
});
