import { gzipSync } from "node:zlib";
import { growthbookSdk } from "../../../../growthbook/src/index.ts";
import { standardWebhooks } from "../../../../standard-webhooks/src/index.ts";
import { statsig } from "../../../../statsig/src/index.ts";
import { unleash } from "../../../../unleash/src/index.ts";
import type { Provider } from "../../../src/index.ts";
import { row, type Damaged } from "./damaged.ts";
import { genuine, github, type Genuine } from "./genuine.ts";

const at = new Date(1_767_225_600_000);
const now = (): Date => at;
const hours = (count: number): Date => new Date(at.getTime() + count * 3_600_000);

function signedAt(provider: Provider, secret: string, body: string, signer = secret): Genuine {
  const headers = provider.sign(body, { secret: signer, id: "msg_1", timestamp: at });
  return { provider, secret, headers, body };
}

/** Its time is in milliseconds. */
const batch = signedAt(
  statsig,
  "statsig-secret-of-tests",
  '{"data":[{"eventName":"page_view","user":{"userID":"7"},"metadata":{},"timestamp":1767225590000}]}',
);

const message = signedAt(
  standardWebhooks,
  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  '{"type": "invoice.paid", "data": {"total": 990}}',
);

/** RFC 8032's first test key signs, and `whpk_` verifies. */
const paired = signedAt(
  standardWebhooks,
  `whpk_${Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex").toString("base64")}`,
  '{"type":"invoice.paid","data":{"total":990}}',
  `whsk_${Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex").toString("base64")}`,
);

/** Signs nothing: its secret comes as it is. */
const token = signedAt(unleash, "*:*.unleash-token-of-tests", '{"id":930,"type":"feature-created"}');

/** The headers of Standard Webhooks, and a key that is no base64. */
const ofSdk = signedAt(growthbookSdk, "wk_0123456789abcdef", '{"type":"sdk.payload.changed"}');

/** A delivery of each kind of scheme that is not one signature in hex of the body alone. */
export const ofOtherSchemes: readonly Genuine[] = [batch, message, paired, token, ofSdk];

/** Damages of deliveries whose scheme is another than a signature in hex of the body alone. */
export const damagedByScheme: readonly Damaged[] = [
  row("its time in seconds", "timestamp-unit", batch, {
    headers: { "x-statsig-request-timestamp": "1767225600" },
    options: { now },
  }),
  row("its time as a date", "timestamp-unit", batch, {
    headers: { "x-statsig-request-timestamp": at.toISOString() },
    options: { now },
  }),
  row(
    "a clock that is six hours behind",
    "timestamp-old",
    batch,
    { options: { now: () => hours(-6) } },
    "likely",
  ),
  row(
    "no time",
    "header-absent",
    batch,
    {
      headers: { "x-statsig-request-timestamp": undefined },
      options: { now },
    },
    "likely",
  ),
  row("printed with two spaces", "body-reprinted", batch, {
    body: JSON.stringify(JSON.parse(batch.body), null, 2),
    options: { now },
  }),
  row("GitHub's prefix", "header-prefix", batch, {
    headers: { "x-statsig-signature": batch.headers["x-statsig-signature"]!.replace("v0=", "sha256=") },
    options: { now },
  }),
  row("a secret with a line break", "secret-line-break", batch, {
    secret: `${batch.secret}\n`,
    options: { now },
  }),
  row(
    "GitHub's delivery, with its secret",
    "other-provider",
    { ...genuine.github, provider: statsig },
    { options: { otherProviders: [unleash, github], now } },
  ),

  row("v1: JSON.stringify of a Python body", "body-reprinted", message, {
    body: JSON.stringify(JSON.parse(message.body)),
    options: { now },
  }),
  row("v1: the secret without whsec_", "secret-encoding", message, {
    secret: message.secret.slice("whsec_".length),
    options: { now },
  }),
  row("v1: the secret in quotes", "secret-quotes", message, {
    secret: `"${message.secret}"`,
    options: { now },
  }),
  row("v1: the time in milliseconds", "timestamp-unit", message, {
    headers: { "webhook-timestamp": String(at.getTime()) },
    options: { now },
  }),
  row("v1: base64 not decoded", "body-base64", message, {
    body: Buffer.from(message.body).toString("base64"),
    options: { now },
  }),
  row(
    "v1: its id is gone",
    "header-absent",
    message,
    {
      headers: { "webhook-id": undefined },
      options: { now },
    },
    "likely",
  ),
  row("v1: kept for a day", "timestamp-old", message, { options: { now: () => hours(24) } }, "likely"),
  row("v1: the secret of staging", "secret-swapped", message, {
    secret: "whsec_cHJvZHVjdGlvbi1zZWNyZXQtMTIz",
    options: { otherSecrets: { STAGING: message.secret }, now },
  }),
  row("v1a: a line break added", "body-newline", paired, { body: `${paired.body}\n`, options: { now } }),
  row("v1a: gzip not undone", "body-gzip", paired, { body: gzipSync(paired.body), options: { now } }),
  row(
    "v1a: the private key",
    "secret-private",
    paired,
    {
      secret: `whsk_${Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex").toString("base64")}`,
      options: { now },
    },
    "likely",
  ),
  row("v1a: a key for v1", "other-scheme", paired, { secret: message.secret, options: { now } }, "likely"),

  row("Bearer before the token", "token-prefix", token, {
    headers: { authorization: `Bearer ${token.secret}` },
  }),
  row("no token", "token-absent", token, { headers: { authorization: undefined } }, "likely"),
  row("a token in another header", "token-header", token, {
    headers: { authorization: undefined, "x-forwarded-authorization": token.secret },
  }),
  row("a token in quotes", "secret-quotes", token, { headers: { authorization: `"${token.secret}"` } }),
  row("a token with a line break", "secret-line-break", token, { secret: `${token.secret}\n` }),
  row("the token of staging", "secret-swapped", token, {
    secret: "*:*.another-token-of-tests",
    options: { otherSecrets: { STAGING: token.secret } },
  }),
  row("a guess", "token-wrong", token, { headers: { authorization: "*:*.guess-of-a-stranger" } }, "possible"),
  row("the parsed object", "body-parsed", token, { body: JSON.parse(token.body) }),

  row("SDK: JSON.stringify with a space", "body-reprinted", ofSdk, {
    body: '{ "type": "sdk.payload.changed" }',
    options: { now },
  }),
  row("SDK: the key with a space", "secret-space", ofSdk, { secret: ` ${ofSdk.secret}`, options: { now } }),
];
