import { readBody, type DeliveryInput, type HeadersInput } from "../delivery/delivery.ts";
import { settleHeaders, type SettledHeaders } from "../delivery/headers.ts";
import { checkObject, readOptions, type VerifyOptions } from "../delivery/verify-options.ts";
import type { AuthenticDelivery, Verifier } from "./verifier.ts";

/**
 * The one order in which a delivery is checked: mistakes of the developer, body, size, headers, signature, timestamp.
 *
 * Options, headers and body are each read once. From the signature's reading to its comparison no code of the caller runs.
 *
 * @param settle Makes headers readable, for those who read them again: the default leaves a `get` of the caller's in place.
 * @throws {TypeError} on misuse, before the delivery is judged
 * @throws {WebhookError} when no secret signed the delivery
 */
export function authenticate(
  provider: string,
  verifier: Verifier,
  delivery: DeliveryInput,
  options: VerifyOptions,
  settle: (headers: HeadersInput) => SettledHeaders = settleHeaders,
): AuthenticDelivery {
  checkObject("delivery", delivery);
  const { secrets, maxBodyBytes, now } = readOptions(options);
  const keys = secrets.map(verifier.keyOf);
  const headers = settle(delivery.headers);
  return verifier.verify(headers, readBody(provider, delivery.body, maxBodyBytes), keys, now);
}
