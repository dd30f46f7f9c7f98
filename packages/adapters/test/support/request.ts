import { request, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends one POST over a connection of its own. */
export type Exchange = (
  url: string,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Uint8Array,
) => Promise<HttpAnswer>;

/** Over HTTP/1. */
export const exchange: Exchange = (url, headers, body) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, agent: false }, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      text(response).then((answer) => resolve({ status, headers: received, body: answer }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });

/** The same, for who looks at no header. */
export async function post(...given: Parameters<Exchange>): Promise<{ status: number; body: string }> {
  const { status, body } = await exchange(...given);
  return { status, body };
}
