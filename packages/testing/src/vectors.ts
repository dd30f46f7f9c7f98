import type { WebhookErrorCode } from "@flaghook/core";

/** A delivery that a provider really made, or published. */
export interface ProviderVector {
  /** In test names, e.g. `"exporter batch"`. */
  readonly name: string;
  /** Its origin: a URL or file of the vendor's, with the day. Says so if somebody derived it. */
  readonly source: string;
  readonly secret: string;
  /** The exact body; a string stands for its UTF-8 bytes. */
  readonly body: string;
  /** The headers, with the signature as it was sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** The time at which it came, for schemes that sign one. */
  readonly now?: Date;
  /** The event that `verify` gives, or the code of its refusal when the signed body is no event. */
  readonly expected: ExpectedEvent | WebhookErrorCode;
}

/** Fields of the event to compare. */
export interface ExpectedEvent {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly dedupeKey?: string;
}

/** The facts about a provider that `providerContract` needs. */
export interface ProviderVectors {
  /**
   * At least one, the first of them an event with an object as its payload: the contract changes
   * that one.
   */
  readonly genuine: readonly ProviderVector[];
  /**
   * The same signature over a body that a receiver could mistake for the one sent: refused as
   * `signature-mismatch`.
   */
  readonly altered?: readonly { readonly name: string; readonly of: string; readonly body: string }[];
  /** Payloads that are signed but have no known name, with their result. */
  readonly unrecognised: readonly {
    readonly payload: unknown;
    /** Name for the header of providers that send one. */
    readonly name?: string;
    readonly expected: "unknown" | "schema-mismatch";
  }[];
  /**
   * A secret in the provider's form that made none of them. Default: a text, which is one for every
   * scheme that does not decode it.
   */
  readonly otherSecret?: string;
  /** Whether a signed delivery without a body is an event. Default: it is `invalid-json`. */
  readonly isBodyOptional?: boolean;
  /** For a pair of keys: the private key, and the public one that belongs to it. */
  readonly keyPair?: { readonly privateKey: string; readonly publicKey: string };
  /** Makes bytes of another realm, where the runtime has realms: `node:vm` in tests on Node. */
  readonly otherRealm?: (bytes: Uint8Array) => Uint8Array;
}
