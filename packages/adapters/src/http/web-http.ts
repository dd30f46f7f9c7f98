import type { IncomingDelivery } from "../body/incoming.ts";
import type { ReceiverResponse } from "../response/response.ts";

/**
 * The unread body of a web Request; `undefined` when somebody has read it, empty when it has none.
 */
export function webBodyOf(request: Request): IncomingDelivery["body"] {
  if (request.bodyUsed) return undefined;
  return request.body ?? "";
}

/** A web Response. An empty body becomes none, since 204 allows no other. */
export function toWebResponse({ status, headers, body }: ReceiverResponse): Response {
  return new Response(body === "" ? null : body, { status, headers });
}
