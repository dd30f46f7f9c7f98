import type { WebhookEvent } from "@flaghook/core";
import type { LineDraft } from "../model/line.ts";
import { shorten } from "./tail.ts";

/** The line of an event that nothing better is known about. */
export function eventLine({ name, provider }: WebhookEvent): LineDraft {
  return {
    kind: "other",
    tone: "plain",
    subject: shorten(name.replace(/[_.:-]+/g, " "), 80),
    words: "",
    tail: ` from ${provider}`,
    flag: undefined,
    environment: undefined,
    project: undefined,
    actor: undefined,
  };
}
