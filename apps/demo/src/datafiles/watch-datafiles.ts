import { isDeepStrictEqual } from "node:util";
import type { WebhookEvent } from "@flaghook/core";
import { fetchDatafile, type FetchDatafile, type OptimizelyEvent } from "@flaghook/optimizely";
import {
  datafileOf,
  keepDatafile,
  lineOfKey,
  neighbourOf,
  writeDecisions,
  type DatafilePlace,
  type DecisionTurn,
} from "../database/datafiles.ts";
import type { Database } from "../database/schema.ts";
import { decideAll } from "./decide.ts";
import { standInCdn } from "./stand-in-cdn.ts";

/** A datafile is some 100 KB. */
const MAX_BYTES = 5 * 1024 * 1024;

/** What a datafile event came with. */
interface Arrival {
  readonly key: string;
  readonly isSample: boolean;
}

/** Fetches what Optimizely published, and compares the decisions before and after. */
export interface DatafileWatcher {
  /**
   * Does nothing for other events. A datafile that cannot be fetched is said in words, and no
   * failure.
   */
  watch(event: WebhookEvent, arrival: Arrival): Promise<void>;
}

/** Options of {@link createDatafileWatcher}. */
export interface WatcherOptions {
  readonly database: Database;
  /** Called after each, fetched or not. */
  readonly onFetched: () => void;
  /** Fetches from Optimizely's CDN. Samples come from a stand-in, and never ask it. */
  readonly fetch?: FetchDatafile | undefined;
}

/** Watches for datafiles, one after the other. */
export function createDatafileWatcher({ database, onFetched, fetch }: WatcherOptions): DatafileWatcher {
  let running = Promise.resolve();

  async function watch(event: OptimizelyEvent, { key, isSample }: Arrival): Promise<void> {
    if (event.type !== "project.datafile_updated") return;
    const lineId = await lineOfKey(database, key);
    if (lineId === undefined || (await datafileOf(database, lineId)) !== undefined) return;
    const { payload } = event;
    const place = {
      project: String(payload.project_id),
      environment: payload.data.environment ?? "",
      isSample,
    };
    const chosen = isSample ? standInCdn(payload.data.revision) : fetch;
    try {
      const options = { maxBytes: MAX_BYTES, ...(chosen !== undefined && { fetch: chosen }) };
      const datafile = await fetchDatafile(event, options);
      const revision = Number((datafile as { readonly revision?: unknown } | null)?.revision);
      if (!Number.isSafeInteger(revision)) throw new Error("the datafile says no revision.");
      const text = JSON.stringify(datafile);
      await decideAll(text); // whatever the SDK does not take is no datafile
      await keepDatafile(database, { ...place, lineId, revision, datafile: text, problem: null });
      await compare(lineId, revision, place);
    } catch (error) {
      const problem = (error as Error).message;
      await keepDatafile(database, { ...place, lineId, revision: null, datafile: null, problem });
    }
    onFetched();
  }

  /** Deliveries arrive in any order: the revision after this one has another before now. */
  async function compare(lineId: number, revision: number, place: DatafilePlace): Promise<void> {
    const own = await datafileOf(database, lineId);
    const before = await neighbourOf(database, place, revision, "before");
    const after = await neighbourOf(database, place, revision, "after");
    const pairs = [
      { lineId, text: own?.datafile, before },
      ...(after === undefined
        ? []
        : [
            {
              lineId: after.lineId,
              text: after.datafile,
              before: { revision, datafile: own?.datafile ?? null },
            },
          ]),
    ];
    for (const pair of pairs) {
      if (!pair.text || !pair.before?.datafile) continue;
      const turns = await turnsBetween(pair.before.datafile, pair.text);
      await writeDecisions(database, pair.lineId, pair.before.revision, turns);
    }
  }

  return {
    async watch(event, arrival) {
      if (event.provider !== "optimizely") return;
      const done = running.then(() => watch(event as OptimizelyEvent, arrival));
      running = done.catch(() => {});
      await done;
    },
  };
}

/** The flags on which the SDK decides otherwise. */
async function turnsBetween(before: string, after: string): Promise<readonly DecisionTurn[]> {
  const [old, now] = await Promise.all([decideAll(before), decideAll(after)]);
  const flags = new Set([...old.keys(), ...now.keys()]);
  return [...flags]
    .map((flag) => ({ flag, before: old.get(flag) ?? null, after: now.get(flag) ?? null }))
    .filter((turn) => !isDeepStrictEqual(turn.before, turn.after));
}
