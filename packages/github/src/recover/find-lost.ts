import type { Attempt, Hook } from "./attempts.ts";
import type { RecoveredDelivery } from "./recover-options.ts";

/** A delivery without a success. */
export type LostDelivery = Omit<RecoveredDelivery, "result" | "reason"> & { readonly hook: Hook };

/** The deliveries that were tried since a time, and never with success. */
export function findLost(attempts: readonly Attempt[], hook: Hook, since: Date): readonly LostDelivery[] {
  const byGuid = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    byGuid.set(attempt.guid, [...(byGuid.get(attempt.guid) ?? []), attempt]);
  }
  return [...byGuid.values()].flatMap((all) => {
    const [last] = all.toSorted((one, other) => timeOf(other) - timeOf(one));
    if (last === undefined || new Date(last.deliveredAt) < since || all.some(isSuccess)) return [];
    const first = all.reduce((one, other) => (timeOf(other) < timeOf(one) ? other : one));
    const { guid, id, event, action, status } = last;
    return [
      {
        key: hook.id === undefined ? guid : `${hook.id}/${guid}`,
        guid,
        id,
        hookId: hook.id,
        event,
        action,
        deliveredAt: first.deliveredAt,
        attempts: all.length,
        status,
        hook,
      },
    ];
  });
}

function isSuccess({ statusCode }: Attempt): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function timeOf({ deliveredAt }: Attempt): number {
  return new Date(deliveredAt).getTime();
}
