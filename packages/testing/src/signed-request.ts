import type { Provider } from "@flaghook/core";
import { signedDelivery, type SignedDelivery, type SignedDeliveryOptions } from "./signed-delivery.ts";

/** Options of `signedRequest`: those of `signedDelivery`, and the address. */
export interface SignedRequestOptions extends SignedDeliveryOptions {
  /**
   * The path of your endpoint, such as `/webhooks/github`, or a whole URL for `fetch`. Empty is a
   * TypeError.
   */
  readonly url: string;
  /**
   * The method. Default: the first that the provider lists, else POST. GET is a TypeError: it has
   * no body to sign.
   */
  readonly method?: DeliveryMethod;
}

/** The methods that carry a body. */
export type DeliveryMethod = "DELETE" | "PATCH" | "POST" | "PUT";

const METHODS: readonly string[] = ["DELETE", "PATCH", "POST", "PUT"] satisfies DeliveryMethod[];

/**
 * A signed delivery with the names that test clients use: the options of Fastify's `inject` and of
 * light-my-request, the init of `fetch` and of Hono's `request`, and what supertest's `set` and
 * `send` take.
 */
export interface SignedRequest {
  readonly method: DeliveryMethod;
  readonly url: string;
  readonly headers: Record<string, string>;
  /**
   * Text, since every client sends it as it is: supertest makes JSON of bytes. A body that is no
   * UTF-8 is bytes, a Buffer on Node.
   */
  readonly body: string | SignedDelivery["body"];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A delivery as the provider would send it, ready for the test client of your framework. Sends
 * nothing itself.
 *
 * @throws {TypeError} when the URL is missing, or the method is none that carries a body, and where
 *   `signedDelivery` throws one
 *
 * @example
 * ```ts
 * import type { Provider } from "@flaghook/core";
 * import { signedRequest } from "@flaghook/testing";
 *
 * // Pass the provider object of a package, such as `github` of @flaghook/github.
 * export async function post(provider: Provider, payload: unknown): Promise<number> {
 *   const url = "http://localhost:3000/webhooks";
 *   const request = signedRequest(provider, payload, { secret: "test", name: "push", url });
 *   return (await fetch(request.url, request)).status;
 * }
 * ```
 */
export function signedRequest(
  provider: Provider,
  payload: unknown,
  { url, method = methodOf(provider), ...options }: SignedRequestOptions,
): SignedRequest {
  if (typeof url !== "string" || url === "") {
    throw new TypeError("url must be the path of your endpoint, such as /webhooks/github, or a whole URL.");
  }
  if (!METHODS.includes(method)) {
    throw new TypeError(`method must be one that carries a body: ${METHODS.join(", ")}, in upper case.`);
  }
  const { headers, body } = signedDelivery(provider, payload, options);
  return { method, url, headers, body: asText(body) ?? asBuffer(body) };
}

function methodOf({ methods }: Provider): DeliveryMethod {
  return (methods?.[0] as DeliveryMethod | undefined) ?? "POST"; // a provider says it as text
}

/** The same bytes as text; `undefined` for what text cannot carry. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Fastify's `inject` looks for a Buffer, and would make JSON of other bytes. */
function asBuffer(bytes: SignedDelivery["body"]): SignedDelivery["body"] {
  const { Buffer } = globalThis as { Buffer?: BufferFactory };
  return Buffer === undefined ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What we call of Node's Buffer, so that our declarations do not need Node's. */
interface BufferFactory {
  from(buffer: ArrayBuffer, byteOffset: number, length: number): SignedDelivery["body"];
}
