import { utf8 } from "../encoding/utf8.ts";
import { assertAwaited } from "../errors/assert.ts";
import { WebhookError } from "../errors/error.ts";
import { tagOf } from "../errors/tag.ts";

/**
 * Headers as any server gives them. Names match without regard to case, own properties only.
 *
 * `undefined` and `null` mean absent. An array of one string is one value. Node's flat `rawHeaders`
 * is a TypeError.
 */
export type HeadersInput =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | Iterable<readonly [string, string]>;

/** The raw body, exactly as it came. A string means UTF-8. */
export type BodyInput = Uint8Array | ArrayBuffer | string;

/** One HTTP attempt as received. */
export interface DeliveryInput {
  readonly headers: HeadersInput;
  /**
   * The raw bytes. A parsed object is refused with `body-not-raw`: serialising it again gives other
   * bytes.
   */
  readonly body: BodyInput;
}

/**
 * The bytes of a body, without copying them.
 *
 * @throws {TypeError} when it is a promise
 * @throws {WebhookError} `body-not-raw` when it is anything but bytes or text
 * @throws {WebhookError} `body-too-large` when it has more than `maxBodyBytes`
 */
export function readBody(provider: string, body: unknown, maxBodyBytes: number): Uint8Array {
  assertAwaited("body", body);
  // A text has at least as many bytes as characters: do not encode one that is too long.
  const isTooLong = typeof body === "string" && body.length > maxBodyBytes;
  const bytes = isTooLong || toBytes(body);
  if (bytes === undefined) {
    throw new WebhookError(
      "body-not-raw",
      provider,
      `the body is not raw bytes but ${tagOf(bufferOf(body))}. Pass the body as it came, before any parser ` +
        "(express.raw({ type: () => true }), request.arrayBuffer()).",
    );
  }
  if (bytes !== true && bytes.length <= maxBodyBytes) return bytes;
  throw new WebhookError("body-too-large", provider, `the body is over maxBodyBytes (${maxBodyBytes}).`);
}

/**
 * The bytes of anything that is bytes or text; `undefined` for all else, and for shared memory,
 * which could change between the comparison and the parse.
 *
 * Looks at ArrayBuffer.isView and the tag: jest and vm contexts have classes of their own.
 * instanceof only saves time.
 */
export function toBytes(body: unknown): Uint8Array | undefined {
  if (typeof body === "string") return utf8(body);
  const buffer = bufferOf(body);
  if (!(buffer instanceof ArrayBuffer) && tagOf(buffer) !== "ArrayBuffer") return undefined;
  if (body instanceof Uint8Array && body.byteLength > 0) return body;
  try {
    const { byteOffset, byteLength } = body as Partial<ArrayBufferView>; // an ArrayBuffer has no offset
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  } catch {
    return undefined; // detached: somebody transferred it away
  }
}

function bufferOf(body: unknown): unknown {
  return ArrayBuffer.isView(body) ? body.buffer : body;
}
