import { readBody, type DeliveryInput } from "../delivery/delivery.ts";
import { settleHeaders, type SettledHeaders } from "../delivery/headers.ts";
import {
  checkObject,
  checkOptions,
  DEFAULT_MAX_BODY_BYTES,
  type Secret,
  type VerifyOptions,
} from "../delivery/verify-options.ts";
import type { Verifier } from "./verifier.ts";

/** A delivery whose signature holds. */
export interface AuthenticDelivery {
  readonly headers: SettledHeaders;
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
  verifier: Verifier,
  delivery: DeliveryInput,
  options: VerifyOptions,
): AuthenticDelivery {
  checkObject("delivery", delivery);
  checkOptions(options);
  const { secret, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, now } = options;
  const keys = Array.isArray(secret)
    ? (secret as Secret[]).map(verifier.keyOf)
    : [verifier.keyOf(secret as Secret)];
  const headers = settleHeaders(delivery.headers);
  const body = readBody(provider, delivery.body, maxBodyBytes);
  return { headers, body, secretIndex: verifier.verify(headers, body, keys, now) };
}
