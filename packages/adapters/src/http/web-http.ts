import type { IncomingDelivery } from "../body/incoming.ts";
import type { WebStream } from "../body/streams.ts";
import type { ReceiverResponse } from "../response/response.ts";

/** The part of a web Request that is used. Azure Functions has one of its own. */
export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: WebStream | null;
  readonly bodyUsed: boolean;
}

/**
 * The unread body of a web Request; `undefined` when somebody has read it, empty when it has none.
 */
export function webBodyOf(request: FetchRequest): IncomingDelivery["body"] {
  if (request.bodyUsed) return undefined;
  return request.body ?? "";
}

/** A web Response. An empty body becomes none, since 204 allows no other. */
export function toWebResponse({ status, headers, body }: ReceiverResponse): Response {
  return new Response(body === "" ? null : body, { status, headers });
}
