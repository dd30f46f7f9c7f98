import { github } from "@flaghook/github";

/** The secret of every delivery here. */
export const SECRET = "a secret of these tests";

/** The variable in which the CLI looks for it. */
export const ENV = { GITHUB_WEBHOOK_SECRET: SECRET };

/** A small genuine payload of GitHub, with a character of several bytes. */
export const PING =
  '{"zen":"Mind your words, they are important. ✓","hook_id":1,"hook":{"name":"web","id":1,"created_at":"","updated_at":""}}';

/** The headers that GitHub sends with a body. */
export function signed(body: string | Uint8Array = PING, name = "ping"): Record<string, string> {
  return github.sign(body, { secret: SECRET, name, id: "72d3162e-cc78-11e3-81ab-4c9367dc0958" });
}

/** The delivery as it goes over the wire. */
export function rawHttp(
  headers: Readonly<Record<string, string>> = signed(),
  body: string | Uint8Array = PING,
  lineBreak = "\r\n",
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = ["POST /hook HTTP/1.1", "Host: localhost", ...lines, "", ""].join(lineBreak);
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}
