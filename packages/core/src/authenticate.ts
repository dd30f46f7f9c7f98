import type { CompiledScheme } from "./compile.ts";
import { readBody, type DeliveryInput } from "./delivery.ts";
import { settleHeaders, type HeadersInput } from "./headers.ts";
import { checkOptions, DEFAULT_MAX_BODY_BYTES, type VerifyOptions } from "./options.ts";

/** A delivery whose signature holds. */
export interface AuthenticDelivery {
  readonly headers: HeadersInput;
  readonly body: Uint8Array;
  /** Index of the secret that signed it. */
  readonly secretIndex: number;
}

/**
 * The one order in which a delivery is checked: mistakes of the developer, body, size, headers, signature, timestamp.
 *
 * @throws {TypeError} on misuse, before the delivery is judged
 * @throws {WebhookError} when no secret signed the delivery
 */
export function authenticate(
  provider: string,
  scheme: CompiledScheme,
  delivery: DeliveryInput,
  options: VerifyOptions,
): AuthenticDelivery {
  checkOptions(options);
  const keys = scheme.keysOf(options.secret);
  if (typeof delivery !== "object" || delivery === null) {
    throw new TypeError("delivery must be an object with headers and a body.");
  }
  const headers = settleHeaders(delivery.headers);
  const body = readBody(provider, delivery.body, options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  return { headers, body, secretIndex: scheme.verify(headers, body, keys, options.now) };
}
