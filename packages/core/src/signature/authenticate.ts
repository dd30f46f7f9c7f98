import { readBody, type DeliveryInput, type HeadersInput } from "../delivery/delivery.ts";
import { normaliseHeaders, type NormalisedHeaders } from "../delivery/headers.ts";
import { readOptions, type VerifyOptions } from "../delivery/verify-options.ts";
import { assertObject } from "../errors/assert.ts";
import type { AuthenticDelivery, Verifier } from "./verifier.ts";

/**
 * The one order in which we look at a delivery: mistakes of the developer, body, size, headers,
 * signature, timestamp.
 *
 * Reads options, headers and body once each. Between reading a signature and comparing it, no code
 * of the caller's runs.
 *
 * @param normalise Makes headers readable again and again. The default leaves a `get` of the
 *   caller's in place.
 * @throws {TypeError} on misuse, before it looks at the delivery
 * @throws {WebhookError} when no secret signed the delivery
 */
export function authenticate(
  provider: string,
  verifier: Verifier,
  delivery: DeliveryInput,
  options: VerifyOptions,
  normalise: (headers: HeadersInput) => NormalisedHeaders = normaliseHeaders,
): AuthenticDelivery {
  assertObject("delivery", delivery);
  const { secrets, maxBodyBytes, now } = readOptions(options);
  const keys = secrets.map(verifier.keyOf);
  const headers = normalise(delivery.headers);
  return verifier.verify(headers, readBody(provider, delivery.body, maxBodyBytes), keys, now);
}
