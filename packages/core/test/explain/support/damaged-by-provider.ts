import { createHmac } from "node:crypto";
import { row, signatureOf, signed, type Damaged } from "./damaged.ts";
import { genuine, genuineOf, github, goff, hypertune, optimizely } from "./genuine.ts";

const { github: push, goff: batch, optimizely: datafile, hypertune: commit } = genuine;

const json = (text: string): unknown => JSON.parse(text);
const compact = (text: string): string => JSON.stringify(json(text));
const hmac = (algorithm: string, secret: string, body: string, encoding: "hex" | "base64" = "hex"): string =>
  createHmac(algorithm, secret).update(body).digest(encoding);

/** A form as GitHub sends it: Ruby's, with a space, a percent sign and stars. */
const ping = '{"zen":"Design for failure. 100 % ♥","hook":{"events":["*"]},"n":"a+b"}';
const form = genuineOf(
  github,
  push.secret,
  `payload=${encodeURIComponent(ping).replaceAll("%20", "+").replaceAll("*", "%2A")}`,
  "ping",
);

const inPython = signed(push, '{"name": "Zo\\u00eb", "list": [1, 2.50, true], "n": {}}');
const inPythonSorted = signed(push, '{"a": 1, "b": {"c": [], "d": null}}');
const inGo = signed(commit, '{"b":"\\u003ca\\u003e \\u0026 é","a":1}\n');
const inPhp = signed(commit, '{"url":"https:\\/\\/a.b\\/","name":"Zo\\u00eb"}');
const printed = (indent: string | number, body = push.body): string =>
  JSON.stringify(json(body), undefined, indent);

/** Damages that belong to one provider or sender. */
export const damagedByProvider: readonly Damaged[] = [
  row("JSON.stringify of a Python body", "body-reprinted", inPython, {
    body: '{"name":"Zoë","list":[1,2.50,true],"n":{}}',
  }),
  row("Python's sorted keys, printed in another order", "body-reprinted", inPythonSorted, {
    body: '{"b":{"d":null,"c":[]},"a":1}',
  }),
  row(
    "a number that JSON.stringify lost, with the length that was sent",
    "body-reprinted",
    signed(push, '{"a": 1.0}'),
    { body: '{"a":1}', headers: { "content-length": "10" } },
    "likely",
  ),
  row("printed by 2 spaces", "body-reprinted", push, { body: printed(2) }),
  row("printed by 4 spaces with a line break", "body-reprinted", push, { body: `${printed(4)}\n` }),
  row("printed by Python", "body-reprinted", push, {
    body: push.body.replaceAll(",", ", ").replaceAll('":', '": ').replace("ë", "\\u00eb"),
  }),
  row("the parsed object", "body-parsed", push, { body: json(push.body) }),
  row("a form of which the JSON is left", "body-form", form, { body: ping }),
  row("a form that express.urlencoded() parsed", "body-form", form, {
    body: JSON.stringify({ payload: ping }),
  }),
  row(
    "a form that was parsed twice",
    "body-form",
    signed(form, `payload=${encodeURIComponent('{"a":"x y"}')}`),
    {
      body: '{"payload":{"a":"x y"}}',
    },
  ),
  row("a form that was percent-decoded", "body-form", form, { body: `payload=${ping}` }),
  row("a form, handed over as an object", "body-parsed", form, { body: { payload: ping } }),
  row("only the SHA-1 header", "algorithm", push, { headers: { "x-hub-signature-256": undefined } }),
  row("SHA-1 in the header of SHA-256", "algorithm", push, {
    headers: { "x-hub-signature-256": push.headers["x-hub-signature"] },
  }),
  row("SHA-1 under the prefix of SHA-256", "algorithm", push, {
    headers: { "x-hub-signature-256": push.headers["x-hub-signature"]!.replace("sha1", "sha256") },
  }),
  row(
    "SHA-512",
    "algorithm",
    push,
    {
      headers: { "x-hub-signature-256": `sha256=${hmac("sha512", push.secret, push.body)}` },
    },
    "likely",
  ),
  row(
    "Optimizely's delivery",
    "other-provider",
    { ...datafile, provider: github },
    {
      options: { otherProviders: [hypertune, optimizely] },
    },
  ),
  row(
    "the delivery of GO Feature Flag, with its secret",
    "other-provider",
    { ...batch, provider: github },
    {
      secret: push.secret,
      options: { otherProviders: [goff], otherSecrets: { GOFF: batch.secret } },
    },
  ),
  row(
    "its own delivery, with the secret of GO Feature Flag",
    "secret-swapped",
    signed(push, push.body, batch.secret),
    {
      options: { otherProviders: [goff], otherSecrets: { GOFF: batch.secret } },
    },
  ),
  row(
    "signed but no event of GitHub",
    "event-schema",
    push,
    { headers: { "x-github-event": undefined } },
    "likely",
  ),

  row("JSON.stringify, which loses Go's escapes and moves keys", "body-reprinted", batch, {
    body: compact(batch.body),
  }),
  row("the parsed object", "body-parsed", batch, { body: json(batch.body) }),
  row("printed by 2 spaces", "body-reprinted", batch, { body: printed(2, batch.body) }),
  row("the header of Hypertune", "header-name", batch, {
    headers: {
      "x-hub-signature-256": undefined,
      "x-hypertune-signature": hmac("sha256", batch.secret, batch.body),
    },
    options: { otherProviders: [hypertune] },
  }),
  row(
    "GitHub's delivery",
    "other-provider",
    { ...push, provider: goff },
    {
      options: { otherProviders: [optimizely, github] },
    },
    "likely", // the same header and secret: nothing had to be undone for the signature
  ),
  row(
    "a form, where GitHub's webhook uses the URL",
    "event-not-json",
    { ...form, provider: goff },
    {
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
    "likely",
  ),
  row("a prefix alone in lower-case base64", "header-encoding", batch, {
    headers: { "x-hub-signature-256": `sha256=${hmac("sha256", batch.secret, batch.body, "base64")}` },
  }),

  row("JSON.stringify, which loses Python's spaces", "body-reprinted", datafile, {
    body: compact(datafile.body),
  }),
  row("printed as the documentation shows it", "body-reprinted", datafile, {
    body: printed(2, datafile.body),
  }),
  row("the parsed object", "body-parsed", datafile, { body: json(datafile.body) }),
  row("SHA-256 in the header of SHA-256", "algorithm", datafile, {
    headers: {
      "x-hub-signature": undefined,
      "x-hub-signature-256": `sha256=${hmac("sha256", datafile.secret, datafile.body)}`,
    },
  }),
  row("SHA-256 in the header of SHA-1", "algorithm", datafile, {
    headers: { "x-hub-signature": `sha1=${hmac("sha256", datafile.secret, datafile.body)}` },
  }),
  row("a secret whose base64 was decoded", "secret-encoding", datafile, {
    secret: Buffer.from(datafile.secret, "base64url"),
  }),
  row(
    "Hypertune's delivery",
    "other-provider",
    { ...commit, provider: optimizely },
    {
      options: { otherProviders: [hypertune] },
    },
  ),
  row(
    "two byte order marks that were signed",
    "event-not-json",
    signed(datafile, `\ufeff\ufeff${datafile.body}`),
    {
      body: `\ufeff\ufeff${datafile.body}`,
    },
    "likely",
  ),

  row("JSON.stringify, which loses lines and order", "body-reprinted", commit, {
    body: compact(commit.body),
  }),
  row("CR LF for LF", "body-crlf", commit, { body: commit.body.replaceAll("\n", "\r\n") }),
  row("LF for CR LF", "body-crlf", signed(commit, commit.body.replaceAll("\n", "\r\n")), {
    body: commit.body,
  }),
  row("the last printed lines cut off", "body-length", commit, { body: commit.body.slice(0, -4) }),
  row("JSON.stringify of Go's line", "body-reprinted", inGo, { body: '{"b":"<a> & é","a":1}' }),
  row("JSON.stringify of PHP's line", "body-reprinted", inPhp, {
    body: '{"url":"https://a.b/","name":"Zoë"}',
  }),
  row("GitHub's header and prefix", "header-name", commit, {
    headers: {
      "x-hypertune-signature": undefined,
      "x-hub-signature-256": `sha256=${signatureOf(commit)}`,
    },
  }),
  row("SHA-1", "algorithm", commit, {
    headers: { "x-hypertune-signature": hmac("sha1", commit.secret, commit.body) },
  }),
  row(
    "text that lost bytes",
    "body-charset",
    signed(commit, Buffer.from([0x7b, 0xff, 0x7d])),
    { body: "{\ufffd}" },
    "likely",
  ),
];
