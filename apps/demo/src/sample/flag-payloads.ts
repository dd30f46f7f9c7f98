import type { Flag } from "@flaghook/goff/types";
import type { ScriptedDelivery } from "./script.ts";

const meta = { hostname: "relay-1", app: "shop", environment: "production" };

/** A boolean flag of GO Feature Flag, on for a share of the people. */
export function flag(percent: number, options: { disable?: boolean; version: string }): Flag {
  return {
    variations: { new: true, old: false },
    defaultRule: { name: "rollout", percentage: { new: percent, old: 100 - percent } },
    disable: options.disable ?? false,
    version: options.version,
  };
}

/** A notification of GO Feature Flag: a flag that is new. */
export function added(
  minutesAgo: number,
  key: string,
  value: Flag,
  environment = meta.environment,
): ScriptedDelivery {
  const flags = { added: { [key]: value } };
  return { minutesAgo, provider: "goff", payload: () => ({ meta: { ...meta, environment }, flags }) };
}

/** A notification of GO Feature Flag: a flag that was edited. */
export function updated(minutesAgo: number, key: string, before: Flag, after: Flag): ScriptedDelivery {
  const flags = { updated: { [key]: { old_value: before, new_value: after } } };
  return { minutesAgo, provider: "goff", payload: () => ({ meta, flags }) };
}

/** A notification of GO Feature Flag: a flag that is gone. */
export function deleted(minutesAgo: number, key: string, value: Flag): ScriptedDelivery {
  return { minutesAgo, provider: "goff", payload: () => ({ meta, flags: { deleted: { [key]: value } } }) };
}

/** What people get at a time: the share of the new variation, and of evaluations that fail. */
export type SharesAt = (minutesAgo: number) => { readonly new: number; readonly failed: number };

/**
 * A batch of GO Feature Flag's exporter, with the evaluations of some minutes. The people are
 * spread evenly, and always in the same way; each gets what was served at their own time.
 */
export function evaluations(
  minutesAgo: number,
  key: string,
  {
    count,
    minutes,
    sharesAt,
  }: { readonly count: number; readonly minutes: number; readonly sharesAt: SharesAt },
): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "goff",
    payload: (at) => ({
      meta,
      events: Array.from({ length: count }, (_, index) => {
        const secondsBefore = Math.floor((index / count) * minutes * 60);
        const shares = sharesAt(minutesAgo + secondsBefore / 60);
        const isFailed = ((index * 37) % 100) / 100 < shares.failed;
        const isNew = ((index * 53) % 100) / 100 < shares.new;
        const variation = isNew ? "new" : "old";
        return {
          kind: "feature",
          contextKind: "user",
          userKey: `user-${1000 + ((index * 613) % 4000)}`,
          creationDate: Math.floor(at.getTime() / 1000) - secondsBefore,
          key,
          variation: isFailed ? "SdkDefault" : variation,
          value: isFailed ? false : isNew,
          default: isFailed,
          version: "",
          source: "SERVER",
        };
      }),
    }),
  };
}

/** A commit to a project of Hypertune. */
export function commit(minutesAgo: number, message: string): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "hypertune",
    payload: (at) => ({
      id: `sample-${String(minutesAgo).padStart(3, "0")}-${message.length}-hypertune`
        .slice(0, 21)
        .padEnd(21, "x"),
      createdAt: at.toISOString(),
      type: "NEW_COMMIT",
      project: { id: "2489", name: "storefront" },
      commit: { id: String(2800 - minutesAgo), message },
      user: { id: "2431", displayName: "chi", email: "chi@acme.example" },
    }),
  };
}

/** A new revision of Optimizely's datafile. */
export function datafile(minutesAgo: number, revision: number, environment = "Production"): ScriptedDelivery {
  return {
    minutesAgo,
    provider: "optimizely",
    payload: (at) => ({
      timestamp: Math.floor(at.getTime() / 1000),
      project_id: 20_410_805_626,
      data: {
        cdn_url: "https://cdn.optimizely.com/datafiles/SampleSampleSample.json",
        environment,
        origin_url: "https://optimizely.s3.amazonaws.com/datafiles/SampleSampleSample.json",
        revision,
      },
      event: "project.datafile_updated",
    }),
  };
}

/** A datafile whose revision is a text: signed, and not as Optimizely documents it. */
export function undocumented(minutesAgo: number, revision: number): ScriptedDelivery {
  const { payload, ...rest } = datafile(minutesAgo, revision, "Staging");
  const changed = (at: Date): unknown => {
    const { data, ...others } = payload(at) as { readonly data: object };
    return { ...others, data: { ...data, revision: `r${revision}` } };
  };
  return { ...rest, payload: changed };
}

/** An entry of Optimizely's change history. */
export function history(
  minutesAgo: number,
  event: "project.flag_created" | "project.flag_updated" | "project.flag_archived",
  name: string,
  changes: readonly { property: string; before?: unknown; after?: unknown }[] = [],
): ScriptedDelivery {
  const type = event.split("_").at(-1)!.replace(/d$/, "");
  return {
    minutesAgo,
    provider: "optimizely",
    payload: (at) => ({
      timestamp: Math.floor(at.getTime() / 1000),
      project_id: 20_410_805_626,
      event,
      data: [
        {
          id: 9_000 + minutesAgo,
          project_id: 20_410_805_626,
          created: at.toISOString(),
          summary: `${type}d flag ${name}`,
          source: "ui",
          change_type: type,
          entity: {
            id: 320_001,
            name,
            type: "flag",
            ui_url: "https://app.optimizely.com/v2/projects/20410805626",
          },
          ...(changes.length > 0 && { changes }),
          user: { id: "ana@acme.example", email: "ana@acme.example", display_name: "ana" },
        },
      ],
    }),
  };
}
