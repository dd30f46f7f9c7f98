import {
  createHexProvider,
  listedActions,
  readExtraFields,
  type BodyInput,
  type DeliveryInput,
  type Provider,
  type SafeVerifyResult,
  type SignOptions,
  type VerifyOptions,
} from "@flaghook/core";
import { fullDefinition } from "./events.ts";
import type { GithubEvent, GithubEventMap } from "./types.ts";

/**
 * A provider whose type says which event each name in `on` stands for, actions among them. Types
 * alone: no provider has the property.
 */
export type GithubProvider = Provider<GithubEvent> & { readonly eventMap?: GithubEventMap | undefined };

/**
 * GitHub as a provider, for adapters, the inbox, the CLI and the testing package.
 *
 * It signs the body alone. The headers with the event's name and the delivery's id can be changed
 * by whoever has a genuine delivery, and an old one stays genuine: `dedupeKey` is a digest of the
 * body.
 */
export const github: GithubProvider = /* @__PURE__ */ createHexProvider<GithubEvent>(
  /* @__PURE__ */ fullDefinition(),
  { actions: listedActions, extraFields: readExtraFields },
);

/**
 * Verifies a delivery of GitHub and gives its event.
 *
 * JSON and form bodies are both read. It does not know whether the delivery came before: drop
 * repeats by `id` and `dedupeKey` or use the inbox. GitHub signs the body but not the event's name;
 * the checks refuse what another event's payload tells apart, and README lists what they cannot.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header,
 *   whatever others there are
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when none of the secrets made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {WebhookError} `invalid-json` when the signed body is neither strict UTF-8 JSON nor a
 *   form with one `payload` of it and at most 16 fields
 * @throws {WebhookError} `schema-mismatch` when no header names the event, or it breaks the schema
 *   of a known one
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verify } from "@flaghook/github";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GITHUB_WEBHOOK_SECRET!;
 *   const event = verify({ headers: request.headers, body }, { secret });
 *   if (event.type === "issues" && event.payload.action === "labeled") {
 *     console.log(event.payload.label.name);
 *   }
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verify(delivery: DeliveryInput, options: VerifyOptions): GithubEvent {
  return github.verify(delivery, options);
}

/**
 * Like {@link verify}, with the WebhookError in the result instead of thrown.
 *
 * @throws {TypeError} when an option is wrong: that is no delivery's fault
 *
 * @example
 * ```ts
 * import { safeVerify } from "@flaghook/github";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GITHUB_WEBHOOK_SECRET!;
 *   const result = safeVerify({ headers: request.headers, body }, { secret });
 *   return new Response(null, { status: result.ok ? 204 : result.error.status });
 * }
 * ```
 */
export function safeVerify(delivery: DeliveryInput, options: VerifyOptions): SafeVerifyResult<GithubEvent> {
  return github.safeVerify(delivery, options);
}

/**
 * Verifies the signature alone, as `verifySignature` of `@flaghook/github/signature` does, which
 * loads less.
 *
 * @throws {WebhookError} `missing-signature` when there is no `x-hub-signature-256` header
 * @throws {WebhookError} `malformed-signature` when it is not `sha256=` and 64 lower-case hex
 *   digits, or came twice
 * @throws {WebhookError} `signature-mismatch` when none of the secrets made it from this body
 * @throws {WebhookError} `body-not-raw` when the body is not bytes or text
 * @throws {WebhookError} `body-too-large` when the body is over `maxBodyBytes`
 * @throws {TypeError} when an option is wrong, an empty secret among them
 *
 * @example
 * ```ts
 * import { verifySignature } from "@flaghook/github";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const secret = process.env.GITHUB_WEBHOOK_SECRET!;
 *   verifySignature({ headers: request.headers, body }, { secret });
 *   return new Response(null, { status: 204 });
 * }
 * ```
 */
export function verifySignature(delivery: DeliveryInput, options: VerifyOptions): void {
  github.verifySignature(delivery, options);
}

/**
 * The headers that GitHub would send with this body, for tests and replays. The old SHA-1 signature
 * is among them, as it is in real deliveries.
 *
 * @throws {TypeError} when no name is given, the secret is empty or an option is unknown
 *
 * @example
 * ```ts
 * import { sign } from "@flaghook/github";
 *
 * const body = '{"zen":"Design for failure.","hook_id":1,"hook":{"id":1,"name":"web"}}';
 * const headers = sign(body, { secret: "test", name: "ping" });
 * await fetch("http://localhost:3000/webhooks/github", { method: "POST", body, headers });
 * ```
 */
export function sign(body: BodyInput, options: SignOptions): Record<string, string> {
  return github.sign(body, options);
}
