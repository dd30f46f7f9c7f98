import type { DeliveryInput } from "../../delivery/delivery.ts";
import type { Secret } from "../../delivery/secret.ts";
import type { VerifyOptions } from "../../delivery/verify-options.ts";
import type { Provider } from "../../provider/provider.ts";
import type { Scheme } from "../../signature/scheme.ts";
import type { Refusal } from "./refusal.ts";
import type { Framework } from "./framework.ts";
import type { ReceivedHeaders } from "./received-headers.ts";

/**
 * A refused delivery, with all that could be wrong about it. Undoing a damage makes another one.
 */
export interface Suspect {
  readonly provider: Provider;
  /** The scheme that judges it. */
  readonly scheme: Scheme;
  /** Schemes whose header or entry came although no secret is for them. */
  readonly disabledSchemes: readonly Scheme[];
  /** Those whose header came: trials for the others would use up the budget. */
  readonly otherProviders: readonly Provider[];
  readonly otherSecrets: readonly (readonly [name: string, secret: Secret])[];
  readonly framework: Framework | undefined;
  /** Largest output of decompression. */
  readonly maxBodyBytes: number;
  /** The body as it was handed over: an object, where a parser took it. */
  readonly givenBody: unknown;
  /** Its bytes; none where it is not raw. */
  readonly body: Uint8Array;
  readonly headers: ReceivedHeaders;
  readonly secrets: readonly Secret[];
  readonly now: VerifyOptions["now"];
  /**
   * Throws what the provider's own `verifySignature` throws. Always core's scheme and comparison.
   */
  readonly verify: (delivery: DeliveryInput, options: VerifyOptions) => void;
  /** Why it is refused. */
  readonly refusal: Refusal;
}

/** The parts that undoing a damage may change. */
export type SuspectChange = Partial<Pick<Suspect, "body" | "headers" | "secrets" | "now" | "verify">>;
