import { WebhookError } from "@flaghook/core";
import { ReceiverError } from "../response/receiver-error.ts";
import type { BodyRules } from "./body-rules.ts";
import type { ReadFailure } from "./byte-collector.ts";

/** The error for a body that was not read to its end. */
export function readError(failure: ReadFailure, rules: BodyRules): Error {
  switch (failure) {
    case "too-large":
      return tooLarge(rules);
    case "not-bytes":
      return notRaw("the body's stream gives something else than bytes", rules);
    case "overloaded":
      return new ReceiverError(
        "overloaded",
        rules.provider,
        "the bodies without a response take up more than maxPendingBytes, and this one had been " +
          "pending longest. Raise maxPendingBytes if there is the memory, or lower maxBodyBytes.",
      );
    default: // incomplete
      return new ReceiverError(
        "incomplete-body",
        rules.provider,
        "the sender closed the connection before the body was complete. It may have given up waiting.",
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
