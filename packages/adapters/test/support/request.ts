import { request } from "node:http";
import { text } from "node:stream/consumers";

/** One POST over a connection of its own. */
export function post(
  url: string,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Uint8Array,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, agent: false }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode!, body: answer }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
