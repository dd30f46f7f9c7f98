import type { TokenScheme } from "@flaghook/core/signature";

/**
 * The webhook's Authorization header, sent as it was configured. Unleash signs nothing: the token
 * proves the caller, and not the body.
 *
 * @see https://github.com/Unleash/unleash/blob/main/src/lib/addons/webhook.ts (8.1.0, checked
 *   2026-11-21)
 */
export const scheme: TokenScheme = { kind: "token", header: "authorization" };
