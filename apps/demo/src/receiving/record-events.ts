import type { Inbox } from "@flaghook/inbox";
import { insertLines } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "./news.ts";
import { readSampleTime } from "./sample-scope.ts";

/** Has the inbox turn each event into lines. A second attempt changes nothing. */
export function recordEvents(
  inbox: Inbox,
  { sources, database, newsroom }: { sources: readonly Source[]; database: Database; newsroom: Newsroom },
): void {
  for (const { provider, linesOf } of sources) {
    inbox.handle(provider, async (event, { key, scope, receivedAt }) => {
      const sampleTime = readSampleTime(scope);
      const ids = await insertLines(database, {
        key,
        provider: provider.id,
        dedupeKey: event.dedupeKey,
        event: event.name,
        at: sampleTime ?? receivedAt,
        isSample: sampleTime !== undefined,
        lines: linesOf(event),
      });
      if (ids.length > 0) newsroom.publish("lines");
    });
  }
}
