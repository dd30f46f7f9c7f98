import type { EventBase } from "@flaghook/core";

/**
 * What every GitHub event says. All of it but `dedupeKey`, `dedupe` and `secretIndex` comes from
 * headers, which GitHub does not sign: whoever holds a genuine delivery can send it again with
 * others.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers (checked
 *   2026-11-21)
 */
export interface GithubEventBase extends EventBase {
  readonly provider: "github";
  /** `X-GitHub-Delivery`: a UUID that a redelivery keeps. */
  readonly id: string | undefined;
  /** `X-GitHub-Hook-ID`: which webhook sent it. */
  readonly hookId: string | undefined;
  /** `X-GitHub-Hook-Installation-Target-ID`: the resource that the webhook belongs to. */
  readonly installationTargetId: string | undefined;
  /**
   * `X-GitHub-Hook-Installation-Target-Type`: `"repository"`, `"organization"`, `"integration"` for
   * Apps, and others.
   */
  readonly installationTargetType: string | undefined;
  /** `X-GitHub-Enterprise-Host`: from GitHub Enterprise Server alone. */
  readonly enterpriseHost: string | undefined;
  /** `X-GitHub-Enterprise-Version`: from GitHub Enterprise Server alone. */
  readonly enterpriseVersion: string | undefined;
}

/**
 * An event with a payload of its own: of one action, or as a validator of yours describes it.
 */
export interface GithubNamedEvent<Name extends string, Payload> extends GithubEventBase {
  readonly type: Name;
  readonly name: Name;
  readonly payload: Payload;
}

/**
 * A signed event of a name or an action that GitHub does not document, or that a verifier was not
 * made for.
 */
export interface GithubUnknownEvent extends GithubEventBase {
  readonly type: "unknown";
  readonly name: string;
  readonly payload: unknown;
}
