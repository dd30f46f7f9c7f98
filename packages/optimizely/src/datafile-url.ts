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
 * Whoever has the secret chooses this URL, and your server fetches it. Follow no redirect from it.
 *
 * @throws {WebhookError} `schema-mismatch` for any other URL
 *
 * @example
 * ```ts
 * import { datafileUrl, type SnippetUpdatedEvent } from "@flaghook/optimizely";
 *
 * export async function fetchSnippet(event: SnippetUpdatedEvent): Promise<string> {
 *   const response = await fetch(datafileUrl(event), { redirect: "error" });
 *   return response.text();
 * }
 * ```
 */
export function datafileUrl(event: DatafileUpdatedEvent | SnippetUpdatedEvent): string {
  const { payload, secretIndex } = event;
  const url = trustedUrl(payload.data.cdn_url);
  if (url !== undefined) return url;
  const message = "data.cdn_url is not an https URL on a host of Optimizely's. Do not fetch it.";
  const issues = [
    { path: ["data", "cdn_url"], code: "invalid_value", expected: "https://cdn.optimizely.com/" },
  ];
  throw new WebhookError("schema-mismatch", "optimizely", message, { issues, payload, secretIndex });
}

/** The URL as it is fetched, or `undefined` if it is not one of Optimizely's. */
export function trustedUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isTrusted =
    url?.protocol === "https:" &&
    HOSTS.has(url.hostname) &&
    url.port === "" &&
    url.username === "" &&
    url.password === "";
  return isTrusted ? url.href : undefined;
}
