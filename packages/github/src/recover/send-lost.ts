import { createHexProvider, type Provider } from "@flaghook/core";
import { definitionOf } from "../definition.ts";
import type { Api } from "./api.ts";
import { printExactly } from "./exact-json.ts";
import type { LostDelivery } from "./find-lost.ts";
import type { RecoverOptions } from "./recover-options.ts";

type Sent = { readonly result: "sent" | "resigned" } | { readonly result: "failed"; readonly reason: string };

/**
 * What the API says of one attempt beyond what it lists.
 *
 * @see https://docs.github.com/en/rest/repos/webhooks#get-a-delivery-for-a-repository-webhook, and
 *   `hook-delivery` of GitHub's OpenAPI description (checked 2026-11-29)
 */
interface Details {
  readonly request: {
    readonly headers: Readonly<Record<string, string>> | null;
    readonly payload: unknown;
  };
}

/**
 * Sends a lost delivery itself. GitHub gives its payload parsed, so it is printed again: if that is
 * what was signed it goes out as it was, else with a new signature.
 */
export async function sendLost(
  { hook, id, guid }: LostDelivery,
  { url, secret }: NonNullable<RecoverOptions["to"]>,
  { fetch = globalThis.fetch, signal }: RecoverOptions,
  api: Api,
): Promise<Sent> {
  const { request } = (await api.get(`${hook.path}/deliveries/${id}`)) as Details;
  if (request.headers === null || request.payload === null) {
    return { result: "failed", reason: "GitHub no longer has its headers and its payload" };
  }
  const headers = lowerCased(request.headers);
  const body = printAgain(request.payload, headers["content-type"]);
  const isAsSigned = isSignedBy(headers, body, secret);
  const signed = isAsSigned
    ? {}
    : github().sign(body, { secret, name: headers["x-github-event"] ?? "", id: guid });
  const sent = await fetch(url, {
    method: "POST",
    headers: { ...headers, ...signed, "content-type": headers["content-type"] ?? "application/json" },
    body,
    redirect: "manual",
    ...(signal && { signal }),
  });
  await sent.body?.cancel();
  if (sent.ok) return { result: isAsSigned ? "sent" : "resigned" };
  return { result: "failed", reason: `the receiver responded with ${sent.status}` };
}

let provider: Provider | undefined;

/** GitHub's signature, without a single event. */
function github(): Provider {
  return (provider ??= createHexProvider(definitionOf({})));
}

/** Names in lower case, without those that are about one connection. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const ofConnection = new Set([
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
  ]);
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => !ofConnection.has(name)));
}

function printAgain(payload: unknown, contentType = ""): string {
  const json = typeof payload === "string" ? payload : printExactly(payload);
  const isForm = contentType.startsWith("application/x-www-form-urlencoded");
  return isForm ? new URLSearchParams({ payload: json }).toString() : json;
}

function isSignedBy(headers: Readonly<Record<string, string>>, body: string, secret: string): boolean {
  try {
    github().verifySignature({ headers, body }, { secret });
    return true;
  } catch {
    return false; // printed otherwise, another secret since, or none at that time
  }
}
