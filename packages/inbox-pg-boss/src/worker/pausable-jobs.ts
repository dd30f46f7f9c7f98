import type { LeaseRows } from "@flaghook/inbox/store";
import type { PausedTable } from "../job/paused-table.ts";

/** The same jobs, without those of providers that are paused. */
export function withoutPaused(rows: LeaseRows, { paused }: Pick<PausedTable, "paused">): LeaseRows {
  return {
    ...rows,
    async claim(query) {
      const left = new Set(await paused());
      const providers = query.providers.filter((provider) => !left.has(provider));
      return providers.length === 0 ? [] : rows.claim({ ...query, providers });
    },
  };
}
