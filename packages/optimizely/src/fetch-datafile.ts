import { trustedUrl } from "./datafile-url.ts";
import type { DatafileUpdatedEvent } from "./types.ts";

/** What `fetchDatafile` reads of a response: the platform's `Response` is one. */
export interface DatafileResponse {
  readonly status: number;
  readonly body: {
    cancel(): PromiseLike<unknown>;
    getReader(): DatafileReader;
  } | null;
}

/** The reader of a response's body: the platform's is one. */
export interface DatafileReader {
  read(): PromiseLike<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): PromiseLike<unknown>;
}

/** Like the platform's `fetch`: must not follow redirects, and should end at the signal. */
export type FetchDatafile = (
  url: string,
  // `never`: any function's own type of signal will do.
  init: { readonly redirect: "manual"; readonly signal: never },
) => PromiseLike<DatafileResponse>;

/** Options of {@link fetchDatafile}. */
export interface FetchDatafileOptions {
  /** A function to fetch with. Default: the platform's `fetch`. */
  readonly fetch?: FetchDatafile;
  /** Most bytes to read, after decompression. Default: 20 MiB. */
  readonly maxBytes?: number;
  /** Most milliseconds for the whole fetch, body included, at most 2^31 - 1. Default: 10 000. */
  readonly timeoutMs?: number;
}

/**
 * Fetches the datafile that an event announces, and gives the parsed JSON.
 *
 * Only over https from a host of Optimizely's, without following redirects. Does not validate the
 * datafile, nor that its revision is the event's: a CDN may still serve the one before.
 *
 * @throws {TypeError} when an option is wrong
 * @throws {Error} `DatafileError` when the URL is another host's, or the fetch fails, takes too
 *   long, is too large or is no JSON
 *
 * @example
 * ```ts
 * import { fetchDatafile, type DatafileUpdatedEvent } from "@flaghook/optimizely";
 *
 * export async function refresh(event: DatafileUpdatedEvent): Promise<unknown> {
 *   return fetchDatafile(event, { timeoutMs: 5000 });
 * }
 * ```
 */
export async function fetchDatafile(
  event: DatafileUpdatedEvent,
  options: FetchDatafileOptions = {},
): Promise<unknown> {
  const { fetch: fetchUrl = fetch, maxBytes = 20 * 1024 * 1024, timeoutMs = 10_000, ...unknown } = options;
  for (const name of Object.keys(unknown)) {
    throw new TypeError(`optimizely: fetchDatafile has no option "${name}".`);
  }
  if (typeof fetchUrl !== "function") throw new TypeError("optimizely: fetch must be a function.");
  assertPositive("maxBytes", maxBytes, Number.MAX_SAFE_INTEGER);
  assertPositive("timeoutMs", timeoutMs, 2 ** 31 - 1);
  const url = trustedUrl(event.payload.data.cdn_url);
  if (url === undefined) {
    throw failure("data.cdn_url is not an https URL on a host of Optimizely's. Do not fetch it");
  }
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // Not "error": Cloudflare Workers refuse that value. A redirect has no status 200.
    const fetched = fetchUrl(url, { redirect: "manual", signal: signal as never });
    const response = await Promise.race([fetched, abortOf(signal)]);
    if (response.status !== 200) {
      await response.body?.cancel();
      throw failure(`the CDN sent status ${response.status} instead of 200. Try again later`);
    }
    const bytes = await readBounded(response, maxBytes, signal);
    return parse(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === "DatafileError") throw error;
    if (signal.aborted) throw failure(`no datafile within ${timeoutMs} ms. Raise timeoutMs, or try again`);
    throw failure("the CDN could not be reached. Look at this server's network, and try again");
  }
}

/** Rejects at the signal, for a `fetch` that does not look at it. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  });
}

async function readBounded(
  { body }: DatafileResponse,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().then(undefined, () => {});
  signal.addEventListener("abort", cancel);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done || value === undefined) break;
      size += value.length;
      if (size > maxBytes) {
        cancel();
        throw failure(`the datafile is over ${maxBytes} bytes. Raise maxBytes if that is expected`);
      }
      chunks.push(value as Uint8Array<ArrayBuffer>); // of no shared memory: it came from a stream
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw failure("what the CDN sent is not JSON. Try again later"); // no cause: it quotes the text
  }
}

function assertPositive(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value > 0 && value <= most) return;
  throw new TypeError(`optimizely: ${name} must be a whole number from 1 to ${most}.`);
}

/** A plain Error with a name, since no delivery is at fault. */
function failure(message: string): Error {
  return Object.assign(new Error(`optimizely: ${message}.`), { name: "DatafileError" });
}
