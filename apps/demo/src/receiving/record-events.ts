import type { Inbox } from "@flaghook/inbox";
import { insertLines } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "./news.ts";
import { readSampleTime } from "./sample-scope.ts";

/** What turning events into lines needs. */
export interface RecordOptions {
  readonly sources: readonly Source[];
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly log: (line: string) => void;
}

/** Has the inbox turn each event into lines. A second attempt changes nothing. */
export function recordEvents(inbox: Pick<Inbox, "handle">, options: RecordOptions): void {
  const { sources, database, newsroom, log } = options;
  for (const { provider, linesOf } of sources) {
    inbox.handle(provider, async (event, { key, attempt, scope, receivedAt }) => {
      const sampleTime = readSampleTime(scope);
      try {
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
      } catch (error) {
        log(`${provider.id}: attempt ${attempt} gave no line, the inbox goes on trying: ${String(error)}`);
        throw error;
      }
    });
  }
}
