import type { EventBase } from "@flaghook/core";

/** An event of GrowthBook's SDK webhook. Narrow on `type`. */
export type GrowthbookSdkEvent = PayloadChangedEvent | GrowthbookSdkUnknownEvent;

/** Common to every event of the SDK webhooks. */
export interface GrowthbookSdkEventBase extends EventBase {
  readonly provider: "growthbook-sdk";
  /** The client key of the SDK connection. Its header is not signed. */
  readonly sdkKey: string | undefined;
}

/** What an SDK connection serves may have changed: fetch it anew, or take it from the payload. */
export interface PayloadChangedEvent extends GrowthbookSdkEventBase {
  readonly type: "payload.changed";
  readonly name: "payload.changed";
  /** `undefined` in a delivery without a body: with GET, or in the format `none`. */
  readonly payload: PayloadChangedPayload | undefined;
}

/** Never given: a body in any format is a changed payload. Here since every provider has it. */
export interface GrowthbookSdkUnknownEvent extends GrowthbookSdkEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The body, in the format that you chose for the webhook. What SDKs get may be encrypted.
 *
 * @see https://docs.growthbook.io/app/webhooks/sdk-webhooks (checked 2026-11-21)
 */
export interface PayloadChangedPayload {
  /** `"payload.changed"` in the formats `standard` and `standard-no-payload`. */
  readonly type?: string | null | undefined;
  /** ISO 8601, in the same two. */
  readonly timestamp?: string | null | undefined;
  /**
   * In the format `standard`: `payload` is what SDKs get, as JSON text. In the format
   * `vercelNativeIntegration` it is the value of a key that you chose.
   */
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  /** In the format `sdkPayload`: what SDKs get. */
  readonly features?: Readonly<Record<string, unknown>> | null | undefined;
  /** In the formats `edgeConfig` and `edgeConfigUnescaped`. */
  readonly items?:
    | readonly {
        readonly operation?: string | null | undefined;
        readonly key?: string | null | undefined;
        /** JSON text, or the object itself where it is unescaped. */
        readonly value?: unknown;
      }[]
    | null
    | undefined;
}
