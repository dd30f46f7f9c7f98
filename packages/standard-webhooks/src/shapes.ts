import { object, string, unknown } from "@flaghook/core/shape";

/** A `MessagePayload`. `verify` runs no check of it: the specification only recommends it. */
export const messageShape = object({ type: string, timestamp: string, data: unknown });
