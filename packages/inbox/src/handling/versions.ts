import type { WebhookEvent } from "@flaghook/core";

/** Which state of which resource an event tells. */
export interface ResourceVersion {
  /** What has versions, e.g. a flag's key. */
  readonly resource: string;
  /** Higher is newer. */
  readonly version: number;
}

/** Says which resource's state an event tells; `undefined` when it tells none. */
export type VersionOf = (event: WebhookEvent) => ResourceVersion | undefined;

/** The newest versions that this process has accepted or begun to handle. */
export interface Versions {
  accepted(event: WebhookEvent, scope: string): void;
  /** Whether a newer version of the event's resource is known. Notes the event's own. */
  isSuperseded(event: WebhookEvent, scope: string): boolean;
}

/** Beyond this many resources the least recently seen one is forgotten: a saving may be missed, nothing is lost. */
const MAX_RESOURCES = 10_000;

export function trackVersions(versionOf: VersionOf | undefined): Versions {
  const newest = new Map<string, number>();

  function note(event: WebhookEvent, scope: string): boolean {
    const found = versionOf?.(event);
    if (found === undefined) return false;
    const key = JSON.stringify([event.provider, scope, found.resource]);
    const known = newest.get(key) ?? found.version;
    newest.delete(key);
    newest.set(key, Math.max(known, found.version));
    if (newest.size > MAX_RESOURCES) newest.delete(newest.keys().next().value!);
    return known > found.version;
  }

  return { accepted: (event, scope) => void note(event, scope), isSuperseded: note };
}
