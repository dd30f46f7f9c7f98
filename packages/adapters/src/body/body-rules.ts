import type { NormalisedHeaders } from "@flaghook/core/adapter";
import type { PendingBytes } from "./pending-bytes.ts";

/** What reading a body needs to know about the endpoint. */
export interface BodyRules {
  /** Id of the provider that errors name. */
  readonly provider: string;
  readonly maxBodyBytes: number;
  /** Shared by all bodies of the endpoint. */
  readonly pendingBytes: PendingBytes;
  /** How to keep the body raw in this framework: ends the message of `body-not-raw`. */
  readonly rawBodyHelp: string;
  /** Throws for headers that make it pointless to read the body. */
  refuseUnread(headers: NormalisedHeaders): void;
}
