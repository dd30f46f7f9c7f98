import type { WebhookErrorCode } from "@flaghook/core";

/** A delivery that a provider really made, or published. */
export interface ProviderVector {
  /** What it is, e.g. `"exporter batch"`. */
  readonly name: string;
  /** Where it comes from: a URL or file of the vendor's, with the day it was checked. Says so when it was derived. */
  readonly source: string;
  readonly secret: string;
  /** The exact body; a string stands for its UTF-8 bytes. */
  readonly body: string;
  /** The headers, with the signature as it was sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** What `verify` gives, or the code of its refusal when the signed body is no event. */
  readonly expected: ExpectedEvent | WebhookErrorCode;
}

/** Fields of the event to compare. */
export interface ExpectedEvent {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly dedupeKey?: string;
}

/** What `providerContract` needs to know about a provider. */
export interface ProviderVectors {
  /** At least one, the first of them an event with an object as its payload: the base that the contract changes. */
  readonly genuine: readonly ProviderVector[];
  /** The same signature over a body that a receiver could mistake for the one sent: refused as `signature-mismatch`. */
  readonly altered?: readonly { readonly name: string; readonly of: string; readonly body: string }[];
  /** Payloads that are signed but of no known name, with what becomes of them. */
  readonly unrecognised: readonly {
    readonly payload: unknown;
    /** Name for the header of providers that send one. */
    readonly name?: string;
    readonly expected: "unknown" | "schema-mismatch";
  }[];
  /** Makes bytes of another realm, where the runtime has realms: `node:vm` in tests on Node. */
  readonly otherRealm?: (bytes: Uint8Array) => Uint8Array;
}
