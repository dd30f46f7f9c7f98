import type { IncomingDelivery } from "../body/incoming.ts";
import type { Reply } from "../response/response.ts";

/** The body of a web Request, still to be read. `undefined` when somebody has read it; a request without one has no bytes. */
export function webBodyOf(request: Request): IncomingDelivery["body"] {
  if (request.bodyUsed) return undefined;
  return request.body ?? "";
}

/** An answer as a Response. An empty body is none: 204 allows no other. */
export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(body === "" ? null : body, { status, headers });
}
