import { createApi, GithubApiError, type Api } from "./recover/api.ts";
import { assertRecoverOptions } from "./recover/assert-recover-options.ts";
import { findHooks, listAttempts } from "./recover/attempts.ts";
import { findLost, type LostDelivery } from "./recover/find-lost.ts";
import type { RecoveredDelivery, RecoverOptions, Recovery } from "./recover/recover-options.ts";
import { sendLost } from "./recover/send-lost.ts";

export { GithubApiError } from "./recover/api.ts";
export type {
  RecoveredDelivery,
  RecoverOptions,
  RecoverTarget,
  Recovery,
} from "./recover/recover-options.ts";

/**
 * Gets deliveries back that your receiver missed. GitHub never sends a failed one again by itself.
 *
 * It lists deliveries through GitHub's REST API, finds those that no attempt has succeeded for, and
 * asks GitHub to redeliver each once, the oldest first, one at a time and within the rate limit. A
 * redelivery keeps its `X-GitHub-Delivery`, so an inbox drops what did arrive after all. That
 * GitHub has taken a request does not mean that the redelivery succeeds: run it again to see.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
 *   (checked 2026-11-29)
 *
 * @throws {TypeError} when an option is wrong, or `since` is longer ago than GitHub keeps
 *   deliveries
 * @throws {GithubApiError} when GitHub refuses to list: a token that may not, a webhook that is
 *   gone
 *
 * @example
 * ```ts
 * import { recoverDeliveries } from "@flaghook/github/recover";
 *
 * const { deliveries } = await recoverDeliveries({
 *   repo: "octo-org/hello-world",
 *   token: process.env.GITHUB_TOKEN!,
 *   since: new Date(Date.now() - 2 * 60 * 60 * 1000),
 * });
 * for (const { guid, event, result } of deliveries) console.log(guid, event, result);
 * ```
 */
export async function recoverDeliveries(options: RecoverOptions): Promise<Recovery> {
  const { now = () => new Date(), since, done = [], onDelivery } = options;
  assertRecoverOptions(options, now());
  const api = createApi(options);
  const lost: LostDelivery[] = [];
  let examined = 0;
  for (const hook of await findHooks(options, api)) {
    const attempts = await listAttempts(hook, since, api);
    examined += attempts.length;
    lost.push(...findLost(attempts, hook, since));
  }
  lost.sort((one, other) => (one.deliveredAt < other.deliveredAt ? -1 : 1));

  const seen = new Set(done);
  const deliveries: RecoveredDelivery[] = [];
  let isFirst = true;
  for (const { hook, ...one } of lost) {
    const isDone = seen.has(one.key);
    if (!isDone && options.dryRun !== true) {
      if (!isFirst) await api.sleep(options.pauseMs ?? 1000);
      isFirst = false;
    }
    const result = isDone ? ({ result: "skipped" } as const) : await recover({ hook, ...one }, options, api);
    const recovered = { ...one, ...result };
    deliveries.push(recovered);
    onDelivery?.(recovered);
  }
  return { examined, deliveries };
}

type Result = Pick<RecoveredDelivery, "result" | "reason">;

/** Sees to one delivery. What fails for it alone does not end the run. */
async function recover(lost: LostDelivery, options: RecoverOptions, api: Api): Promise<Result> {
  if (options.dryRun === true) return { result: "listed" };
  options.signal?.throwIfAborted();
  try {
    if (options.to !== undefined) return await sendLost(lost, options.to, options, api);
    const response = await api.post(`${lost.hook.path}/deliveries/${lost.id}/attempts`);
    await response.body?.cancel();
    return { result: "redelivered" };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof GithubApiError && error.status === 401) throw error; // true of all that follow
    return { result: "failed", reason: reasonOf(error as Error) };
  }
}

function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error
    ? `${message}: ${cause.message || (cause as { code?: string }).code}`
    : message;
}
