import { request, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends one POST over a connection of its own. */
export type Exchange = (
  url: string,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Uint8Array,
) => Promise<ReceivedResponse>;

/** Over HTTP/1. */
export const exchange: Exchange = (url, headers, sentBody) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, agent: false }, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      text(response).then((body) => resolve({ status, headers: received, body }), reject);
    });
    sent.on("error", reject);
    sent.end(sentBody);
  });

/** The same, without the response's headers. */
export async function post(...given: Parameters<Exchange>): Promise<{ status: number; body: string }> {
  const { status, body } = await exchange(...given);
  return { status, body };
}
