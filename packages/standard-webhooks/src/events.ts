import type { EventDefinitions } from "@flaghook/core";

/** None: Standard Webhooks says how to sign, and leaves the events to each sender. */
export const events: EventDefinitions = {};
