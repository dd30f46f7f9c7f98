import { WebhookError } from "@flaghook/core";
import type { DatafileUpdatedEvent, SnippetUpdatedEvent } from "./types.ts";

/**
 * Hosts that serve datafiles and snippets.
 *
 * @see https://docs.developers.optimizely.com/feature-experimentation/docs/create-webhooks (checked
 *   2026-11-21)
 */
const HOSTS: ReadonlySet<string> = new Set(["cdn.optimizely.com", "optimizely.s3.amazonaws.com"]);

/**
 * The URL to fetch the new datafile or snippet from, if it is https on a host of Optimizely's, on
 * the default port and without credentials.
 *
 * Whoever holds the secret chooses this URL, and your server fetches it. Do not follow redirects
 * away from it.
 *
 * @throws {WebhookError} `schema-mismatch` for any other URL
 *
 * @example
 * ```ts
 * import { datafileUrl, verify } from "@flaghook/optimizely";
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const body = new Uint8Array(await request.arrayBuffer());
 *   const event = verify({ headers: request.headers, body }, { secret: process.env.OPTIMIZELY_WEBHOOK_SECRET! });
 *   if (event.type !== "project.datafile_updated") return new Response(null, { status: 204 });
 *   const datafile = await fetch(datafileUrl(event), { redirect: "error" });
 *   return new Response(null, { status: datafile.ok ? 204 : 502 });
 * }
 * ```
 */
export function datafileUrl(event: DatafileUpdatedEvent | SnippetUpdatedEvent): string {
  const { payload, secretIndex } = event;
  const url = URL.canParse(payload.data.cdn_url) ? new URL(payload.data.cdn_url) : undefined;
  const isTrusted =
    url?.protocol === "https:" &&
    HOSTS.has(url.hostname) &&
    url.port === "" &&
    url.username === "" &&
    url.password === "";
  if (isTrusted) return url.href;
  const message = "data.cdn_url is not an https URL on a host of Optimizely's. Do not fetch it.";
  const issues = [
    { path: ["data", "cdn_url"], code: "invalid_value", expected: "https://cdn.optimizely.com/" },
  ];
  throw new WebhookError("schema-mismatch", "optimizely", message, { issues, payload, secretIndex });
}
