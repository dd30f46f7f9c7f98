import type { WebhookEvent } from "@flaghook/core";
import type { ReceivedDelivery } from "../body/incoming.ts";
import type { Stage } from "../response/stage.ts";

/** How far a delivery has come, for whoever has to say what went wrong. */
export interface Progress<Event extends WebhookEvent, Request> {
  stage: Stage;
  isVerified: boolean;
  /** The provider only checked the URL: it was no delivery. */
  isHandshake: boolean;
  event: Event | undefined;
  delivery: ReceivedDelivery<Request> | undefined;
  error: unknown;
  /** Where it came in, as the server says it. */
  url: string | undefined;
  /** Gives back the bytes of the body, once it has been read. */
  release: (() => void) | undefined;
  /** Stops the watch for slow handlers, once it runs. */
  stopWatch: (() => void) | undefined;
}

/** Where every delivery starts. */
export function startProgress<Event extends WebhookEvent, Request>(): Progress<Event, Request> {
  return {
    stage: "receive",
    isVerified: false,
    isHandshake: false,
    event: undefined,
    delivery: undefined,
    error: undefined,
    url: undefined,
    release: undefined,
    stopWatch: undefined,
  };
}
