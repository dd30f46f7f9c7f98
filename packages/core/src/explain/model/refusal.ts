import type { WebhookErrorCode } from "../../errors/error.ts";

/** Why a trial was refused: a code of `verify`, or a secret that is not in the form of the scheme. */
export type Refusal = WebhookErrorCode | "secret-form";

/** Refusals that say something about the signature itself, once the header is in form. */
export const MISMATCH: readonly Refusal[] = ["signature-mismatch"];

/** Refusals over the form of a header that the signature needs. */
export const BAD_HEADER: readonly Refusal[] = ["missing-signature", "malformed-signature"];
