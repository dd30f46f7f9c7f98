import { WebhookError } from "@flaghook/core";
import { ReceiverError } from "../response/receiver-error.ts";
import type { BodyRules } from "./body-rules.ts";
import { BrokenStream, type ReadFailure } from "./byte-collector.ts";

/** The error for a body that was not read to its end. */
export function readError(
  failure: ReadFailure,
  readBytes: number,
  declaredBytes: number | undefined,
  rules: BodyRules,
): Error {
  if (failure instanceof BrokenStream) return brokenStream(failure, readBytes, declaredBytes, rules);
  switch (failure) {
    case "too-large":
      return tooLarge(rules);
    case "not-bytes":
      return notRaw("the body's stream gives something else than bytes", rules);
    case "taken":
      return notRaw("the raw body is gone", rules);
    default: // overloaded
      return new ReceiverError(
        "overloaded",
        rules.provider,
        "the bodies without a response take up more than maxPendingBytes, and this one had been " +
          "pending longest. Raise maxPendingBytes if there is the memory, or lower maxBodyBytes.",
      );
  }
}

/** The error for a body of which the raw bytes are gone. */
export function notRaw(what: string, { provider, rawBodyHelp }: BodyRules): WebhookError {
  return new WebhookError("body-not-raw", provider, `${what}: ${rawBodyHelp}`);
}

/** The error for a body over the limit. */
export function tooLarge({ provider, maxBodyBytes }: BodyRules): WebhookError {
  return new WebhookError(
    "body-too-large",
    provider,
    `the body has more than maxBodyBytes (${maxBodyBytes}). Raise maxBodyBytes if you expect such deliveries.`,
  );
}

/** The error for a body that ended by itself, with fewer bytes than Content-Length says. */
export function cutShort(provider: string, readBytes: number, declaredBytes: number): ReceiverError {
  return new ReceiverError(
    "incomplete-body",
    provider,
    `only ${readBytes} of ${declaredBytes} bytes (Content-Length) got here. Something in front cut the body off: ` +
      "Next.js passes on the first 10 MB where there is a proxy.ts or middleware.ts (set " +
      "experimental.proxyClientMaxBodySize, or leave this path out of its matcher); a proxy or host may have a limit, too.",
  );
}

/** The error for a compressed body. */
export function compressed(provider: string, compression: string): ReceiverError {
  return new ReceiverError(
    "unsupported-encoding",
    provider,
    `the body is compressed (Content-Encoding: ${compression}). Providers sign and send it plain; does a proxy compress it? Turn that off for this path.`,
  );
}

function brokenStream(
  { error }: BrokenStream,
  readBytes: number,
  declaredBytes: number | undefined,
  rules: BodyRules,
): Error {
  const status = statusOf(error);
  if (status === 413) {
    return new WebhookError(
      "body-too-large",
      rules.provider,
      "the server in front stopped the body at a limit of its own. Raise that limit (SvelteKit: BODY_SIZE_LIMIT).",
    );
  }
  const whole = declaredBytes === undefined ? "" : ` of ${declaredBytes}`;
  const place = readBytes === 0 ? "before its end" : `after ${readBytes}${whole} bytes`; // not all readers count
  return new ReceiverError(
    "incomplete-body",
    rules.provider,
    `the body broke off ${place}. The sender closed the connection: it may have given up waiting.`,
    { ...(status !== undefined && { status }), cause: error },
  );
}

/**
 * The HTTP status that a stream's own error carries, as those of Fastify, SvelteKit and raw-body
 * do.
 */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  try {
    const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
    return [status, statusCode].find(isErrorStatus);
  } catch {
    return undefined; // its getter threw
  }
}

function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}
