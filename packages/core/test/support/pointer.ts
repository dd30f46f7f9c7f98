import type { WebhookErrorCode } from "../../src/index.ts";

/** How the message of a refusal ends. */
export function pointerTo(code: WebhookErrorCode): string {
  return ` Run npx flaghook explain, or see https://github.com/flaghook/flaghook/blob/main/docs/errors.md#${code}`;
}
