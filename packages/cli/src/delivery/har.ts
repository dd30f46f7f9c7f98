import { UsageError } from "../io/usage-error.ts";
import type { SavedDelivery } from "./saved-delivery.ts";

interface HarRequest {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly headers?: unknown;
  readonly postData?: { readonly text?: unknown; readonly encoding?: unknown; readonly params?: unknown };
}

/**
 * Reads one request of an HTTP archive, as browsers and proxies export it: the only one with a
 * body, or entry `number` from 1.
 *
 * An archive holds text, not bytes: a body that is not UTF-8 is lost, unless it is in base64.
 */
export function readHar(archive: unknown, number: number | undefined): SavedDelivery {
  const entries = entriesOf(archive);
  const request = number === undefined ? onlyOne(entries) : entries[number - 1];
  if (request === undefined) throw new UsageError(`the archive has ${entries.length} entries, no ${number}.`);
  const { method, url, postData = {} } = request;
  const { text, encoding } = postData;
  if (typeof text !== "string" && Array.isArray(postData.params)) {
    throw new UsageError("the archive holds the fields of a form, not the bytes that were sent");
  }
  const body = Buffer.from(typeof text === "string" ? text : "", encoding === "base64" ? "base64" : "utf8");
  const isLost = typeof text === "string" && text.includes("\uFFFD") && encoding !== "base64";
  return {
    method: typeof method === "string" ? method : "POST",
    url: typeof url === "string" ? url : "/",
    headers: headersOf(request),
    body,
    notes: isLost ? ["the archive holds text, and bytes of this body that were not UTF-8 are lost"] : [],
  };
}

function entriesOf(archive: unknown): readonly HarRequest[] {
  const entries = (archive as { log?: { entries?: unknown } } | null)?.log?.entries;
  if (!Array.isArray(entries)) throw new UsageError("this JSON is no HTTP archive: it has no log.entries");
  return (entries as { readonly request?: HarRequest }[]).map(({ request }) => request ?? {});
}

function onlyOne(entries: readonly HarRequest[]): HarRequest {
  const withBody = entries.filter(({ postData }) => postData !== undefined);
  const [request] = withBody.length === 0 ? entries : withBody;
  if (request === undefined) throw new UsageError("the archive has no entries");
  if (withBody.length < 2) return request;
  const numbers = withBody.map((one) => entries.indexOf(one) + 1).join(", ");
  throw new UsageError(`several entries have a body: choose one of ${numbers} with --entry`);
}

function headersOf({ headers }: HarRequest): [string, string][] {
  if (!Array.isArray(headers)) return [];
  return (headers as { readonly name?: unknown; readonly value?: unknown }[])
    .map(({ name, value }): [string, string] => [String(name), String(value)])
    .filter(([name]) => !name.startsWith(":")); // HTTP/2 writes method and path as headers
}
