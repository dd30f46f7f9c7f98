import type { Api } from "./api.ts";
import { digitsOf } from "./exact-json.ts";
import type { RecoverOptions } from "./recover-options.ts";

/**
 * One attempt at a delivery, as GitHub lists it.
 *
 * @see https://docs.github.com/en/rest/repos/webhooks#list-deliveries-for-a-repository-webhook, and
 *   `hook-delivery-item` of GitHub's OpenAPI description (checked 2026-11-29)
 */
export interface Attempt {
  /** In digits: it has up to 64 bits. */
  readonly id: string;
  /** All webhooks that get an event share it, as do all attempts. */
  readonly guid: string;
  readonly deliveredAt: string;
  readonly isRedelivery: boolean;
  /** GitHub's words: `"OK"`, or what went wrong. */
  readonly status: string;
  /** 0 when there was no response. */
  readonly statusCode: number;
  readonly event: string;
  readonly action: string | undefined;
}

/** A webhook: where its deliveries are in the API. */
export interface Hook {
  readonly id: number | undefined;
  readonly path: string;
}

/** The webhooks to look at: the one that is named, or all that are active. */
export async function findHooks(options: RecoverOptions, api: Api): Promise<readonly Hook[]> {
  if (options.app === true) return [{ id: undefined, path: "/app/hook" }];
  const owner =
    options.repo === undefined
      ? `/orgs/${encodeURIComponent(options.org)}`
      : `/repos/${options.repo.split("/").map(encodeURIComponent).join("/")}`;
  const { hookId } = options;
  if (hookId !== undefined) return [{ id: hookId, path: `${owner}/hooks/${hookId}` }];
  const hooks = (await api.list(`${owner}/hooks?per_page=100`, () => false)) as readonly {
    readonly id: number;
    readonly active: boolean;
  }[];
  return hooks.filter(({ active }) => active).map(({ id }) => ({ id, path: `${owner}/hooks/${id}` }));
}

/**
 * All attempts since a time, the newest first, as GitHub lists them. A redelivery whose first
 * attempt is older is followed back to it: that one may have succeeded.
 */
export async function listAttempts({ path }: Hook, since: Date, api: Api): Promise<readonly Attempt[]> {
  const open = new Set<string>();
  const listed = await api.list(`${path}/deliveries?per_page=100`, (page) => {
    const attempts = page.map(readAttempt);
    for (const { guid, isRedelivery } of attempts) {
      if (isRedelivery) open.add(guid);
      else open.delete(guid);
    }
    const oldest = attempts.at(-1);
    return oldest === undefined || (new Date(oldest.deliveredAt) < since && open.size === 0);
  });
  return listed.map(readAttempt);
}

function readAttempt(listed: unknown): Attempt {
  const { id, guid, delivered_at, redelivery, status, status_code, event, action } = listed as {
    readonly id: number | string;
    readonly guid: string;
    readonly delivered_at: string;
    readonly redelivery: boolean;
    readonly status: string;
    readonly status_code: number;
    readonly event: string;
    readonly action: string | null;
  };
  return {
    id: digitsOf(id),
    guid,
    deliveredAt: delivered_at,
    isRedelivery: redelivery,
    status,
    statusCode: status_code,
    event,
    action: action ?? undefined,
  };
}
