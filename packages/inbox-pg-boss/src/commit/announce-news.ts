import type { Acceptance, CommitResult, Entry, StoreSettings } from "@flaghook/inbox/store";

/** Announces what there is to handle now. Replays that are kept aside, or counted, are nothing. */
export function announceNews(
  settings: Pick<StoreSettings, "onReplay">,
  entries: readonly Entry[],
  results: readonly CommitResult<Acceptance>[],
  announce: () => void,
): void {
  const isNews = entries.some(({ isRepeatable }, index) => {
    const isHandled = isRepeatable || settings.onReplay === "handle";
    return results[index] === "accepted" || (results[index] === "replay" && isHandled);
  });
  if (isNews) announce();
  results.forEach((result, index) => {
    if (!(result instanceof Promise)) return;
    void result.then((late) => announceNews(settings, [entries[index]!], [late], announce));
  });
}
