import type { DeliveryInput, Provider } from "@flaghook/core";

/** Options of `signedDelivery`, as those of `sign`. */
export interface SignedDeliveryOptions {
  /** The shared key. Empty is a TypeError. */
  readonly secret: string | Uint8Array;
  /**
   * The event's name, for providers that send it in a header. A TypeError if it is missing there.
   */
  readonly name?: string;
  /** The id, for providers that send one in a header. Default: a random UUID. */
  readonly id?: string;
  /** The signed time, for schemes that have one. Default: now. */
  readonly timestamp?: Date;
}

/** A delivery with plain headers and the bytes of its body, ready for `verify` or `fetch`. */
export interface SignedDelivery extends DeliveryInput {
  readonly headers: Record<string, string>;
  readonly body: Bytes;
}

/**
 * Bytes that `fetch` takes. `Uint8Array<ArrayBuffer>` where TypeScript has it, from 5.7 on, and
 * plain `Uint8Array` before.
 */
type Bytes = ReturnType<Uint8Array["slice"]>;

const encoder = new TextEncoder();

/**
 * A delivery as the provider would send it: the payload as compact JSON, with every header and a
 * signature that holds.
 *
 * Sends a string, an ArrayBuffer or a view of one as it is, so that a body keeps the provider's own
 * spacing. Copies bytes.
 *
 * @throws {TypeError} when the payload is `undefined`, or else nothing that JSON can say
 * @throws {TypeError} when the provider names its events in a header and no name is given, or the
 *   secret is empty
 *
 * @example
 * ```ts
 * import type { Provider } from "@flaghook/core";
 * import { signedDelivery } from "@flaghook/testing";
 *
 * // Pass the provider object of a package, such as `github` of @flaghook/github.
 * export function isAccepted(provider: Provider, payload: unknown): boolean {
 *   const delivery = signedDelivery(provider, payload, { secret: "test", name: "push" });
 *   return provider.safeVerify(delivery, { secret: "test" }).ok;
 * }
 * ```
 */
export function signedDelivery(
  provider: Provider,
  payload: unknown,
  options: SignedDeliveryOptions,
): SignedDelivery {
  const body = toBytes(payload);
  return { headers: provider.sign(body, options), body };
}

// By ArrayBuffer.isView and by tag: jest and vm contexts have classes of their own.
function toBytes(payload: unknown): Bytes {
  if (typeof payload === "string") return encoder.encode(payload);
  if (ArrayBuffer.isView(payload)) {
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).slice();
  }
  if (isArrayBuffer(payload)) return new Uint8Array(payload).slice();
  const json = JSON.stringify(payload) as string | undefined; // undefined for what JSON cannot say
  if (json === undefined) throw new TypeError(`a payload is JSON, text or bytes, not ${typeof payload}.`);
  return encoder.encode(json);
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}
