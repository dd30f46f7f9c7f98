import type { Inbox } from "@flaghook/inbox";
import { insertLines } from "../database/lines.ts";
import type { Database } from "../database/schema.ts";
import type { DatafileWatcher } from "../datafiles/watch-datafiles.ts";
import { countEvaluations } from "../evaluations/count-evaluations.ts";
import type { Meter } from "../inbox/meter.ts";
import type { SampleHandler } from "../inbox/sample-handler.ts";
import type { Source } from "../providers.ts";
import type { Newsroom } from "./news.ts";
import { readSampleScope } from "../model/sample-scope.ts";

/** What turning events into lines needs. */
export interface RecordOptions {
  readonly sources: readonly Source[];
  readonly database: Database;
  readonly newsroom: Newsroom;
  readonly sampleHandler: SampleHandler;
  readonly meter: Meter;
  readonly datafiles: DatafileWatcher;
  readonly log: (line: string) => void;
}

/** Has the inbox turn each event into lines. A second attempt changes nothing. */
export function recordEvents(inbox: Pick<Inbox, "handle">, options: RecordOptions): void {
  const { sources, database, newsroom, sampleHandler, meter, datafiles, log } = options;
  for (const { provider, linesOf } of sources) {
    inbox.handle(provider, async (event, context) => {
      const { key, scope, receivedAt } = context;
      const sample = readSampleScope(scope);
      const at = sample?.time ?? receivedAt;
      try {
        await sampleHandler.begin(context);
        const { counts, omitted } = countEvaluations(event, at);
        if (omitted > 0)
          log(`${provider.id}: ${omitted} evaluations of a batch are not counted: too many names in it.`);
        const ids = await insertLines(database, {
          key,
          provider: provider.id,
          dedupeKey: event.dedupeKey,
          event: event.name,
          at,
          isSample: sample !== undefined,
          lines: linesOf(event),
          evaluations: counts,
        });
        if (ids.length > 0) newsroom.publish("lines");
        await datafiles.watch(event, { key, isSample: sample !== undefined });
        meter.count("handled");
      } catch (error) {
        meter.count("failed");
        throw error;
      }
    });
  }
}
