/** The part of a Node stream that is used: an IncomingMessage of any server, or a look-alike. */
export interface NodeStream {
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  off(event: string, listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
  destroy?(): unknown;
  /** HTTP/2 requests have it, and do not destroy it with themselves. */
  readonly stream?: { destroy(): unknown } | undefined;
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
}

/** The part of a web ReadableStream that is used. */
export interface WebStream {
  readonly locked: boolean;
  getReader(): WebStreamReader;
}

/** The part of a web stream's reader that is used. */
export interface WebStreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<unknown>;
}

/** The part of a web Request that holds its body. Azure Functions has a Request of its own. */
export interface WebRequest {
  readonly body: WebStream | null;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Looks at methods, never at the class: streams come from several classes and copies of packages.
 */
export function isNodeStream(value: unknown): value is NodeStream {
  return (
    typeof value === "object" &&
    value !== null &&
    "on" in value &&
    typeof value.on === "function" &&
    "off" in value &&
    typeof value.off === "function" &&
    "resume" in value &&
    typeof value.resume === "function"
  );
}

/** Looks at the method: a stream of another realm or a polyfill is a stream all the same. */
export function isWebStream(value: unknown): value is WebStream {
  return (
    typeof value === "object" &&
    value !== null &&
    "getReader" in value &&
    typeof value.getReader === "function"
  );
}

/** Looks at what a Request has and a Blob has not. Leaves `body` alone: see `readBody`. */
export function isWebRequest(value: unknown): value is WebRequest {
  return (
    typeof value === "object" &&
    value !== null &&
    "bodyUsed" in value &&
    "arrayBuffer" in value &&
    typeof value.arrayBuffer === "function"
  );
}

/** Looks at the method. Node streams and web streams are iterable, too: ask for those first. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/**
 * Whether no byte of a stream has gone to anyone else. A stream that merely started to flow in this
 * tick counts as unread.
 */
export function isUnread(stream: NodeStream): boolean {
  return stream.readableDidRead !== true && stream.readableEnded !== true;
}
