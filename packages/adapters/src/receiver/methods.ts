import type { Provider, WebhookEvent } from "@flaghook/core";
import { ReceiverError } from "../response/receiver-error.ts";

/** The methods with which deliveries may come. */
export interface Methods {
  readonly allowed: ReadonlySet<string>;
  /** The header Allow. */
  readonly allow: string;
}

/** Never a delivery: OPTIONS and HEAD ask about the endpoint, the others are for proxies. */
const RESERVED: readonly string[] = ["OPTIONS", "HEAD", "CONNECT", "TRACE"];

/** The option `methods`, else what the provider says, else POST. */
export function normaliseMethods<Event extends WebhookEvent>(
  provider: Provider<Event>,
  given: readonly string[] | undefined,
): Methods {
  const { methods = ["POST"] } = provider;
  const names = given ?? methods;
  if (!Array.isArray(names) || names.length === 0 || !names.every(isMethod)) {
    throw new TypeError(
      'methods must be a list of methods in upper case, e.g. ["POST", "PUT"], without OPTIONS and HEAD.',
    );
  }
  const allowed = new Set<string>(names);
  return { allowed, allow: [...allowed, "OPTIONS"].join(", ") };
}

/**
 * The error for a delivery with another method. `undefined` for those that no sender of webhooks
 * uses: browsers and health checks do.
 */
export function methodError(provider: string, method: string, { allow }: Methods): ReceiverError | undefined {
  if (method === "OPTIONS" || method === "HEAD" || method === "GET") return undefined;
  return new ReceiverError(
    "method-not-allowed",
    provider,
    `a request came with a method that is not allowed here (${allow}). If the provider sends it, name it in methods.`,
  );
}

function isMethod(name: unknown): boolean {
  return typeof name === "string" && /^[A-Z][A-Z-]*$/.test(name) && !RESERVED.includes(name);
}
