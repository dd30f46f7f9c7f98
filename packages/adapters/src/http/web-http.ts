import type { WebRequest } from "../body/streams.ts";
import type { ReceiverResponse } from "../response/response.ts";

/** The part of a web Request that is used. Azure Functions has one of its own. */
export interface FetchRequest extends WebRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

/** A web Response. An empty body becomes none, since 204 allows no other. */
export function toWebResponse({ status, headers, body }: ReceiverResponse): Response {
  return new Response(body === "" ? null : body, { status, headers });
}
