import type { BodyInput, DeliveryInput, HeadersInput } from "@flaghook/core";
import { readHeader, type NormalisedHeaders } from "@flaghook/core/adapter";
import type { NodeStream, WebRequest, WebStream } from "./streams.ts";

/** One HTTP attempt as a server hands it over, its body perhaps still to be read. */
export interface IncomingDelivery<Request = unknown> {
  /** The HTTP method, in upper case. Default `"POST"`. */
  readonly method?: string | undefined;
  /** Headers in any form that `verify` takes. */
  readonly headers: HeadersInput;
  /**
   * The raw bytes, or a stream of them that nobody has read from: a Node stream, a web stream, any
   * iterable of byte arrays, or a web Request with its body. Anything else, such as a parsed
   * object, is refused with `body-not-raw`.
   */
  readonly body:
    | BodyInput
    | NodeStream
    | WebStream
    | WebRequest
    | AsyncIterable<Uint8Array>
    | null
    | undefined;
  /** The URL or the path, for lines of the log. */
  readonly url?: string | undefined;
  /** What your own functions find in `delivery.request`. */
  readonly request?: Request | undefined;
}

/**
 * A delivery whose body has been read. Your functions get it.
 *
 * Until the signature holds (in `secret`, and in `onError` and `respond` for a refusal) all of it
 * is a stranger's claim. Its parts are getters: printing it, or copying its fields, shows neither
 * headers nor body.
 */
export interface ReceivedDelivery<Request = unknown> extends DeliveryInput {
  /** The headers as the server gave them. */
  readonly headers: HeadersInput;
  /** The raw bytes. */
  readonly body: Uint8Array;
  /** What the framework calls its request: for Hono and Koa the context, for Lambda the event. */
  readonly request: Request;
  /** One header by its name in any case; `undefined` when it is absent or came more than once. */
  header(name: string): string | undefined;
}

/** The one implementation of {@link ReceivedDelivery}. */
export class Received<Request> implements ReceivedDelivery<Request> {
  readonly #headers: NormalisedHeaders;
  readonly #body: Uint8Array;
  readonly #request: Request;

  constructor(headers: NormalisedHeaders, body: Uint8Array, request: Request) {
    this.#headers = headers;
    this.#body = body;
    this.#request = request;
  }

  get headers(): NormalisedHeaders {
    return this.#headers;
  }

  get body(): Uint8Array {
    return this.#body;
  }

  get request(): Request {
    return this.#request;
  }

  header(name: string): string | undefined {
    const value = readHeader(this.#headers, name.toLowerCase());
    return typeof value === "string" ? value : undefined;
  }
}
