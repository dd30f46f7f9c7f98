import type { Secret } from "../../delivery/secret.ts";
import type { VerifyOptions } from "../../delivery/verify-options.ts";
import type { WebhookErrorCode } from "../../errors/error.ts";
import type { Provider } from "../../provider/provider.ts";
import type { Framework } from "./framework.ts";

/** Options of `explain`. One that is not listed is a TypeError. */
export interface ExplainOptions extends VerifyOptions {
  /** Providers whose deliveries may have come to the wrong URL. At most 16 of them are tried. */
  readonly otherProviders?: readonly Provider[];
  /**
   * Further secrets of yours by name: of other endpoints, environments or providers. A name may
   * appear in the diagnosis, a secret never does. At most 64 of them are tried.
   */
  readonly otherSecrets?: Readonly<Record<string, Secret>>;
  /**
   * The framework that received the delivery. Default: a guess by its headers, else a fix names the
   * common ones.
   */
  readonly framework?: Framework;
}

/**
 * Why a delivery was refused, as far as trying finds out. Holds no secret, no signature and nothing
 * of the body.
 */
export interface Diagnosis {
  /** `"genuine"` when `verify` returns an event, else `"refused"`. */
  readonly outcome: "genuine" | "refused";
  /**
   * The code that `verify` gives. `undefined` when it gives an event, or a TypeError over the form
   * of a secret.
   */
  readonly code: WebhookErrorCode | undefined;
  /**
   * The message that `verify` gives with the code, without where to look. `undefined` for a genuine
   * delivery.
   */
  readonly message: string | undefined;
  /** The likeliest first. Empty for a genuine delivery, and never empty for a refused one. */
  readonly causes: readonly Cause[];
  /** How much was tried. */
  readonly effort: Effort;
}

/** How sure a cause is. */
export type Certainty =
  /**
   * With the damage undone the signature matched. Several proven causes were all undone for the
   * match.
   */
  | "proven"
  /** The delivery shows the damage, but it could not be undone. */
  | "likely"
  /** Nothing speaks against it. */
  | "possible";

/** One explanation of a refusal. */
export interface Cause {
  /** The kind of damage, e.g. `"body-reprinted"`. A new one is a minor release. */
  readonly id: string;
  readonly certainty: Certainty;
  /** One sentence: what happened. */
  readonly title: string;
  /** The evidence, in a sentence or two. */
  readonly detail: string;
  /** The change to make, with the line of code where it is known. */
  readonly fix: string;
}

/** The cost of a diagnosis, and whether it had to stop early. */
export interface Effort {
  /** Signatures computed: at most 256, one for each secret in each trial. */
  readonly trials: number;
  /** Bytes hashed for them: at most 268 435 456 (256 MiB). */
  readonly bytesHashed: number;
  /** False when something was left untried because of a limit. */
  readonly isComplete: boolean;
}
