import { readBody, type DeliveryInput } from "../delivery/delivery.ts";
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
 * @param copyHeaders Copies the headers that are needed, for those who read them again. Without it
 *   a `get` of the caller's stays in place.
 * @throws {TypeError} on misuse, before it looks at the delivery
 * @throws {WebhookError} when no secret signed the delivery
 */
export function authenticate(
  provider: string,
  verifier: Verifier,
  delivery: DeliveryInput,
  options: VerifyOptions,
  copyHeaders?: (headers: NormalisedHeaders) => NormalisedHeaders,
): AuthenticDelivery {
  assertObject("delivery", delivery);
  const read = readOptions(options);
  const keys = read.secrets.map(verifier.keyOf);
  const givenHeaders = normaliseHeaders(delivery.headers);
  const headers = copyHeaders ? copyHeaders(givenHeaders) : givenHeaders;
  const body = readBody(provider, delivery.body, read.maxBodyBytes);
  return verifier.verify(headers, body, keys, read, givenHeaders);
}
