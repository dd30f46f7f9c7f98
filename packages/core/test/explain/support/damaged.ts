import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { DeliveryInput } from "../../../src/index.ts";
import type { ExplainOptions } from "../../../src/explain.ts";
import type { Genuine } from "./genuine.ts";

/** One damage done to a genuine delivery, and the cause that must come first. */
export interface Damaged {
  readonly name: string;
  readonly of: Genuine;
  readonly delivery: DeliveryInput;
  readonly options: ExplainOptions;
  readonly cause: string;
  readonly certainty: "proven" | "likely" | "possible";
}

type Change = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly secret?: ExplainOptions["secret"];
  readonly options?: Partial<ExplainOptions>;
};

/** One row of the table. */
export function row(
  name: string,
  cause: string,
  of: Genuine,
  { body = of.body, headers, secret = of.secret, options }: Change,
  certainty: Damaged["certainty"] = "proven",
): Damaged {
  const delivery = { headers: { ...of.headers, ...headers }, body } as DeliveryInput;
  return {
    name: `${of.provider.id}: ${name}`,
    of,
    delivery,
    options: { ...options, secret },
    cause,
    certainty,
  };
}

/** A delivery that was signed with this body, under the same secret and headers. */
export function signed(
  of: Genuine,
  body: string | Uint8Array,
  secret: string | Uint8Array = of.secret,
): Genuine {
  return {
    ...of,
    headers: { ...of.headers, ...of.provider.sign(body, { secret, name: "push", id: "4d3a" }) },
  };
}

/** The value of the signature's header. */
export function signatureOf({ headers, provider }: Genuine): string {
  return headers[provider.scheme.header]!;
}

const bytes = (text: string): Buffer => Buffer.from(text);

/** Damages that may happen to any provider's delivery. */
export function commonDamages(of: Genuine): readonly Damaged[] {
  const { body, secret, provider } = of;
  const { header, prefix = "" } = provider.scheme;
  const value = signatureOf(of);
  const hex = value.slice(prefix.length);
  const set = (text: string | readonly string[]): Change => ({ headers: { [header]: text } });
  const asText = signed(of, `${body}\n`);
  return [
    row("a line break added", "body-newline", of, { body: `${body}\n` }),
    row("a line break of Windows added", "body-newline", of, { body: `${body}\r\n` }),
    row("a line break lost", "body-newline", asText, { body }),
    row("a byte order mark added", "body-bom", of, { body: `\ufeff${body}` }),
    row("a byte order mark lost", "body-bom", signed(of, `\ufeff${body}`), { body }),
    row("UTF-8 with accents read as latin1", "body-charset", signed(of, body.replace("a", "ä")), {
      body: Buffer.from(body.replace("a", "ä")).toString("latin1"),
    }),
    row("UTF-8 written as latin1", "body-charset", signed(of, body.replace("a", "ä")), {
      body: Buffer.from(body.replace("a", "ä"), "latin1"),
    }),
    row("UTF-8 written as UTF-16", "body-charset", of, { body: Buffer.from(body, "utf16le") }),
    row("base64 not decoded", "body-base64", of, { body: bytes(body).toString("base64") }),
    row("the URL's base64 not decoded", "body-base64", of, { body: bytes(body).toString("base64url") }),
    row("gzip not undone", "body-gzip", of, { body: gzipSync(body) }),
    row("gzip undone", "body-gzip", signed(of, gzipSync(body)), { headers: { "content-encoding": "gzip" } }),
    row("deflate not undone", "body-gzip", of, { body: deflateSync(body) }),
    row("brotli not undone", "body-gzip", of, {
      body: brotliCompressSync(body),
      headers: { "content-encoding": "br" },
    }),
    row("the last bracket cut off", "body-length", of, { body: body.slice(0, -1) }),
    row("cut in half", "body-length", of, { body: body.slice(0, body.length / 2) }, "likely"),
    row(
      "cut in half, with its length",
      "body-length",
      of,
      {
        body: body.slice(0, body.length / 2),
        headers: { "content-length": String(bytes(body).length) },
      },
      "likely",
    ),
    row("filled up with zero bytes", "body-length", of, {
      body: Buffer.concat([bytes(body), Buffer.alloc(9)]),
    }),
    row("bytes added behind its length", "body-length", of, {
      body: `${body}<!-- -->`,
      headers: { "content-length": String(bytes(body).length) },
    }),
    row("an empty body", "body-empty", of, { body: "" }, "likely"),
    row("a JSON string of the body", "body-stringified", of, { body: JSON.stringify(body) }),
    row("the JSON of a Buffer", "body-stringified", of, { body: JSON.stringify(bytes(body)) }),
    row("the JSON of a Uint8Array", "body-stringified", of, {
      body: JSON.stringify(Uint8Array.from(bytes(body))),
    }),
    row("String() of the bytes", "body-stringified", of, { body: Uint8Array.from(bytes(body)).toString() }),
    row("String() of an object", "body-stringified", of, { body: "[object Object]" }, "likely"),
    row("a Buffer's JSON, parsed", "body-parsed", of, { body: bytes(body).toJSON() }),
    row("no body at all", "body-parsed", of, { body: null }, "likely"),
    row("signed without a body", "signed-nothing", signed(of, ""), {}),
    row("a line break at the secret's end", "secret-line-break", of, { secret: `${secret}\n` }),
    row(
      "a line break at the end of the sender's secret",
      "secret-line-break",
      signed(of, body, `${secret}\n`),
      {},
    ),
    row("a line break in the secret, as text", "secret-line-break", of, { secret: `${secret}\\n` }),
    row("spaces around the secret", "secret-space", of, { secret: `  ${secret} ` }),
    row("a byte order mark before the secret", "secret-space", of, { secret: `\ufeff${secret}` }),
    row("a secret in quotes", "secret-quotes", of, { secret: `"${secret}"` }),
    row("a sender's secret in quotes", "secret-quotes", signed(of, body, `"${secret}"`), {}),
    row("a line of an environment file as the secret", "secret-quotes", of, {
      secret: `export A_SECRET="${secret}"`,
    }),
    row("a secret in base64", "secret-encoding", of, { secret: bytes(secret).toString("base64") }),
    row(
      "a sender's secret in base64",
      "secret-encoding",
      signed(of, body, bytes(secret).toString("base64")),
      {},
    ),
    row("a secret in hex", "secret-encoding", of, { secret: bytes(secret).toString("hex") }),
    row("a sender's secret in hex", "secret-encoding", signed(of, body, bytes(secret).toString("hex")), {}),
    row("whsec_ lost", "secret-encoding", signed(of, body, `whsec_${secret}`), {}),
    row("whsec_ added", "secret-encoding", of, { secret: `whsec_${secret}` }),
    row(
      "whsec_ and base64 decoded",
      "secret-encoding",
      signed(of, body, `whsec_${bytes(secret).toString("base64")}`),
      { secret: bytes(secret) },
    ),
    row("a secret that was decoded", "secret-encoding", signed(of, body, "c2VjcmV0c2VjcmV0"), {
      secret: Buffer.from("c2VjcmV0c2VjcmV0", "base64"),
    }),
    row("the secret of another endpoint", "secret-swapped", signed(of, body, "of staging"), {
      options: { otherSecrets: { PRODUCTION: "of production", STAGING: "of staging" } },
    }),
    row(
      "a variable's name as the secret",
      "secret-placeholder",
      of,
      { secret: "${WEBHOOK_SECRET}" },
      "likely",
    ),
    row("another secret", "secret-wrong", of, { secret: "not this one" }, "possible"),
    row("a header in upper case", "header-case", of, set(prefix + hex.toUpperCase())),
    row(
      "a header in base64",
      "header-encoding",
      of,
      set(prefix + Buffer.from(hex, "hex").toString("base64")),
    ),
    row(
      "a header in the URL's base64",
      "header-encoding",
      of,
      set(prefix + Buffer.from(hex, "hex").toString("base64url")),
    ),
    row("a header that came twice", "header-twice", of, set([value, value])),
    row("two headers joined", "header-twice", of, set(`${prefix}${"0".repeat(hex.length)}, ${value}`)),
    row("a header with spaces", "header-space", of, set(` ${value} `)),
    row("a header in quotes", "header-space", of, set(`"${value}"`)),
    row("a doubled or added prefix", "header-prefix", of, set(`${prefix || "sha256="}${value}`)),
    row("a prefix with a colon", "header-prefix", of, set(`sha256:${hex}`)),
    row("a header that a proxy renamed", "header-name", of, {
      headers: { [header]: undefined, [header.replaceAll("-", "_")]: value },
    }),
    row(
      "no header at all",
      "header-absent",
      of,
      { headers: { [header]: undefined, "x-hub-signature": undefined } },
      "likely",
    ),
    row("a body over the limit", "body-limit", of, { options: { maxBodyBytes: 10 } }),
    row("a relay that printed it again", "body-relayed", signed(of, '{"b": "<\\u00e9>", "a": [1]}'), {
      body: '{"b":"<é>","a":[1]}',
      headers: { timestamp: "1795242982000" },
    }),
  ];
}
